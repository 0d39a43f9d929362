package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/devices"
	"patina/ui/project"
)

// planRow says what a job needs of the devices, before it starts and while it runs. Where
// it does not fit, it says so, with a button that takes what does.
type planRow struct {
	*fyne.Container
	project *project.Project
	watch   *deviceWatch
	text    *tipLabel
	icon    *fyne.Container // that it is a warning
	offer   *tipButton
	take    func(devices.Plan)
}

func newPlanRow(t tips, watch *deviceWatch, take func(devices.Plan)) *planRow {
	r := &planRow{project: watch.project, watch: watch, take: take}
	r.text = newLabel("", t.of(r.explain))
	r.text.Truncation, r.text.Wrapping = fyne.TextTruncateOff, fyne.TextWrapWord
	r.icon = container.NewPadded(widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon())))
	r.offer = newButton("", theme.ConfirmIcon(), t.of(func() string {
		if offer := r.watch.outlook.Offer; offer != nil {
			return "Changes offload so that the job fits: " + offer.String() + "."
		}
		return "Changes offload so that the job fits."
	}), r.accept)
	r.Container = container.NewVBox(container.NewBorder(nil, nil, r.icon, nil, r.text), r.offer)
	return r
}

func (r *planRow) accept() {
	if offer := r.watch.outlook.Offer; offer != nil {
		r.take(*offer)
	}
}

// plan is the one that is shown, nil when none is: that of the job that runs, or that of
// the job ahead.
func (r *planRow) plan() *devices.Plan {
	if r.project.Running() {
		return r.project.Job.Plan
	}
	return r.watch.outlook.Plan
}

// explain lists what is where.
func (r *planRow) explain() string {
	if plan := r.plan(); plan != nil {
		return "What the job needs of the devices, and for how long.\n" + project.Describe(*plan, r.watch.found)
	}
	return "What the job needs of the devices, and for how long."
}

func (r *planRow) refresh() {
	outlook := r.watch.outlook
	ahead := !r.project.Running() && r.watch.looking != nil
	text, warn := "", false
	switch plan := r.plan(); {
	case plan != nil:
		text = project.Sentence(plan.String())
	case ahead && outlook.Problem != "":
		text, warn = outlook.Problem, true
	case ahead:
		text = "…"
	}
	r.text.Importance = widget.MediumImportance
	if warn {
		r.text.Importance = widget.WarningImportance
	}
	if r.text.Text != text {
		r.text.SetText(text)
	}
	show(r.icon, warn)
	r.refreshOffer(warn)
	show(r.Container, text != "")
}

func (r *planRow) refreshOffer(warn bool) {
	offer := r.watch.outlook.Offer
	show(r.offer, warn && offer != nil)
	if offer != nil && r.offer.Text != project.OfferTitle(*offer) {
		r.offer.SetText(project.OfferTitle(*offer))
	}
}
