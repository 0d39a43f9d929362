package project

import (
	"strings"
	"testing"

	"patina/paint/diffusion"
	"patina/paint/noise"
	"patina/paint/scheduler"
)

// modelProject returns a project that paints with a model.
func modelProject(t *testing.T) *Project {
	t.Helper()
	p, _ := ready(t)
	p.UseModel(paintModel, opened(30))
	return p
}

func TestModelSettingsAreRead(t *testing.T) {
	p := modelProject(t)
	for _, c := range []struct {
		setting Setting
		text    string
	}{
		{Scheduler, "UniPC"}, {Sigmas, "Karras"}, {Noise, "PyTorch CUDA"}, {Guidance, "4.5"}, {Latents, "/a/b.safetensors"}, {Strength, "0.25"},
	} {
		if err := p.Set(c.setting, c.text); err != nil || p.Text(c.setting) != c.text {
			t.Errorf("%s %q: %v, text %q", c.setting, c.text, err, p.Text(c.setting))
		}
	}
	want := diffusion.Settings{
		Model: paintModel.Dir, Scheduler: scheduler.UniPC, Sigmas: scheduler.Karras, Noise: noise.CUDA,
		GuidanceScale: 4.5, Latents: "/a/b.safetensors", Strength: 0.25,
	}
	if p.Settings.Diffusion != want {
		t.Errorf("got %+v, want %+v", p.Settings.Diffusion, want)
	}
	for s, text := range map[Setting]string{Scheduler: ModelsOwn, Guidance: "", Latents: ""} {
		if text == "" && Placeholder(s) == "" {
			t.Errorf("%s does not say what an empty field stands for", s)
		}
		if err := p.Set(s, text); err != nil || p.Text(s) != text {
			t.Errorf("%s %q: %v, text %q", s, text, err, p.Text(s))
		}
	}
	if d := p.Settings.Diffusion; d.Scheduler != "" || d.GuidanceScale != 0 || d.Latents != "" || d.Strength != 0 {
		t.Errorf("defaults are %+v", d)
	}
}

func TestEveryChoiceCanBeChosen(t *testing.T) {
	p := modelProject(t)
	for _, s := range []Setting{Scheduler, Sigmas, Noise} {
		if len(Choices(s)) < 4 || p.Text(s) != Choices(s)[0] {
			t.Errorf("%s is %q of %q", s, p.Text(s), Choices(s))
		}
		for _, choice := range Choices(s) {
			if err := p.Set(s, choice); err != nil || p.Text(s) != choice {
				t.Errorf("%s %q: %v, text %q", s, choice, err, p.Text(s))
			}
		}
	}
}

func TestWrongModelSettingsAreSentences(t *testing.T) {
	for _, c := range []struct {
		setting    Setting
		text, want string
	}{
		{Guidance, "lots", `"lots" is not a number`},
		{Guidance, "31", "between 0 and 30"},
		{Guidance, "NaN", "between 0 and 30"},
		{Strength, "2", "between 0 and 1"},
		{Strength, "0.5", "needs latents"},
		{Latents, "/a/picture.png", "a .safetensors file, not from /a/picture.png"},
		{Scheduler, "Foo", "there is no scheduler"},
		{Sigmas, "Foo", "there are no sigmas"},
		{Noise, "Foo", "there is no noise"},
	} {
		p := modelProject(t)
		before := p.Settings.Diffusion
		if err := p.Set(c.setting, c.text); !strings.Contains(message(err), c.want) || p.Settings.Diffusion != before {
			t.Errorf("%s %q: %v, settings %+v", c.setting, c.text, err, p.Settings.Diffusion)
		}
	}
}

func TestProblemsOfSettingsThatThePainterIgnoresDoNotCount(t *testing.T) {
	p := modelProject(t)
	_ = p.Set(Guidance, "lots")
	if _, err := p.Request(); err == nil || !strings.Contains(err.Error(), "guidance") {
		t.Errorf("got %v", err)
	}
	p.painters[0].Ignores = ModelSettings()
	_ = p.Set(PainterName, "Projection")
	if _, err := p.Request(); err != nil {
		t.Errorf("projection minds the guidance: %v", err)
	}
}

func TestStrengthRestsWithoutLatents(t *testing.T) {
	p := modelProject(t)
	if text, ignored := p.Ignored(Strength); !ignored || !strings.Contains(text, "latents") {
		t.Errorf("%q, %v", text, ignored)
	}
	_ = p.Set(Latents, "/a/b.safetensors")
	if _, ignored := p.Ignored(Strength); ignored {
		t.Error("strength rests though there are latents")
	}
}
