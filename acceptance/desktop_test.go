package acceptance

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// desktop is a virtual X display on which a test uses the program as a person would:
// with a keyboard, a mouse and eyes.
type desktop struct {
	t    *testing.T
	name string // such as ":99"
	conn *xgb.Conn
	root xproto.Window
	keys map[xproto.Keysym]xproto.Keycode
}

// newDesktop starts Xvfb and connects to it. It skips the test where Xvfb is missing,
// unless REQUIRE_DISPLAY forbids that.
func newDesktop(t *testing.T, width, height int) *desktop {
	t.Helper()
	if _, err := exec.LookPath("Xvfb"); err != nil {
		if os.Getenv("REQUIRE_DISPLAY") != "" {
			t.Fatal("Xvfb is missing and REQUIRE_DISPLAY forbids skipping: install xvfb")
		}
		t.Skip("Xvfb is missing: install xvfb to test the window")
	}
	name := startXvfb(t, fmt.Sprintf("%dx%dx24", width, height))
	conn, err := xgb.NewConnDisplay(name)
	if err != nil {
		t.Fatalf("connect to %s: %v", name, err)
	}
	t.Cleanup(conn.Close)
	if err := xtest.Init(conn); err != nil {
		t.Fatalf("Xvfb without XTEST: %v", err)
	}
	d := &desktop{t: t, name: name, conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root}
	d.readKeyboard()
	return d
}

func startXvfb(t *testing.T, screen string) (display string) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	xvfb := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp", "-noreset")
	xvfb.ExtraFiles = []*os.File{writer}
	if err := xvfb.Start(); err != nil {
		t.Fatalf("start Xvfb: %v", err)
	}
	writer.Close()
	t.Cleanup(func() {
		xvfb.Process.Kill()
		xvfb.Wait()
		reader.Close()
	})
	number, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not say which display it serves: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

func (d *desktop) readKeyboard() {
	setup := xproto.Setup(d.conn)
	first, count := setup.MinKeycode, byte(setup.MaxKeycode-setup.MinKeycode+1)
	mapping, err := xproto.GetKeyboardMapping(d.conn, first, count).Reply()
	if err != nil {
		d.t.Fatalf("keyboard: %v", err)
	}
	d.keys = map[xproto.Keysym]xproto.Keycode{}
	per := int(mapping.KeysymsPerKeycode)
	for i := 0; i < len(mapping.Keysyms); i += per {
		code := first + xproto.Keycode(i/per)
		if _, taken := d.keys[mapping.Keysyms[i]]; !taken {
			d.keys[mapping.Keysyms[i]] = code
		}
	}
}

// Keysyms that tests press (X11 keysymdef); letters and digits are their own.
const (
	keyControl xproto.Keysym = 0xffe3
	keyEscape  xproto.Keysym = 0xff1b
	keyReturn  xproto.Keysym = 0xff0d
	keyTab     xproto.Keysym = 0xff09
)

// press presses the keys in order and releases them in reverse.
func (d *desktop) press(keys ...xproto.Keysym) {
	d.t.Helper()
	for _, k := range keys {
		d.fake(xproto.KeyPress, byte(d.code(k)), 0, 0)
	}
	for i := len(keys) - 1; i >= 0; i-- {
		d.fake(xproto.KeyRelease, byte(d.code(keys[i])), 0, 0)
	}
}

func (d *desktop) code(k xproto.Keysym) xproto.Keycode {
	code, ok := d.keys[k]
	if !ok {
		d.t.Fatalf("the keyboard has no key for %#x", k)
	}
	return code
}

// drag moves the mouse from one point to another with the left button held, in
// small steps so that the program sees it move.
func (d *desktop) drag(from, to image.Point) {
	d.t.Helper()
	const steps = 12
	d.moveTo(from)
	d.fake(xproto.ButtonPress, 1, 0, 0)
	for i := 1; i <= steps; i++ {
		d.moveTo(from.Add(to.Sub(from).Mul(i).Div(steps)))
		time.Sleep(10 * time.Millisecond)
	}
	d.fake(xproto.ButtonRelease, 1, 0, 0)
}

func (d *desktop) moveTo(p image.Point) {
	d.fake(xproto.MotionNotify, 0, int16(p.X), int16(p.Y))
}

func (d *desktop) fake(kind, detail byte, x, y int16) {
	d.t.Helper()
	if err := xtest.FakeInputChecked(d.conn, kind, detail, 0, d.root, x, y, 0).Check(); err != nil {
		d.t.Fatalf("input: %v", err)
	}
}

// focus waits for the first window of at least the given size and gives it the
// keyboard, as a window manager would.
func (d *desktop) focus(least image.Point) {
	d.t.Helper()
	d.eventually(60*time.Second, "a window appears", func() bool {
		tree, err := xproto.QueryTree(d.conn, d.root).Reply()
		if err != nil {
			return false
		}
		for _, w := range tree.Children {
			g, err := xproto.GetGeometry(d.conn, xproto.Drawable(w)).Reply()
			attributes, err2 := xproto.GetWindowAttributes(d.conn, w).Reply()
			if err == nil && err2 == nil && attributes.MapState == xproto.MapStateViewable &&
				int(g.Width) >= least.X && int(g.Height) >= least.Y {
				return xproto.SetInputFocusChecked(d.conn, xproto.InputFocusPointerRoot, w, xproto.TimeCurrentTime).Check() == nil
			}
		}
		return false
	})
}

// screenshot returns what a person would see.
func (d *desktop) screenshot() *image.NRGBA {
	d.t.Helper()
	g, err := xproto.GetGeometry(d.conn, xproto.Drawable(d.root)).Reply()
	if err != nil {
		d.t.Fatalf("screen: %v", err)
	}
	got, err := xproto.GetImage(d.conn, xproto.ImageFormatZPixmap, xproto.Drawable(d.root), 0, 0, g.Width, g.Height, 0xffffffff).Reply()
	if err != nil {
		d.t.Fatalf("screenshot: %v", err)
	}
	img := image.NewNRGBA(image.Rect(0, 0, int(g.Width), int(g.Height)))
	for i := range int(g.Width) * int(g.Height) {
		b := got.Data[4*i:]
		img.SetNRGBA(i%int(g.Width), i/int(g.Width), color.NRGBA{R: b[2], G: b[1], B: b[0], A: 255})
	}
	return img
}

// eventually waits until something holds and fails the test when it does not.
func (d *desktop) eventually(limit time.Duration, what string, holds func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	d.t.Fatalf("waited %v in vain until %s", limit, what)
}
