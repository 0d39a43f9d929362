package imageio

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"runtime"
	"strings"
	"testing"
)

// bombs are small files that say they are 16000 pixels wide and high.
func bombs(t testing.TB) map[string][]byte {
	t.Helper()
	const side = 16000
	dot := image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black})
	var asGIF, asJPEG bytes.Buffer
	if err := gif.Encode(&asGIF, dot, nil); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, dot, nil); err != nil {
		t.Fatal(err)
	}
	picture := asGIF.Bytes()
	binary.LittleEndian.PutUint16(picture[6:], side)
	binary.LittleEndian.PutUint16(picture[8:], side)
	photo := asJPEG.Bytes()
	frame := bytes.Index(photo, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(photo[frame+5:], side)
	binary.BigEndian.PutUint16(photo[frame+7:], side)
	return map[string][]byte{
		"PNG": pngBomb(side), "GIF": picture, "JPEG": photo, "WebP": webpBomb(side),
		"TIFF": tiffBomb(side, 1), "TIFF with deflate": tiffBomb(side, 8), "BMP": bmpBomb(side),
	}
}

// pngBomb is a valid start of a PNG whose pixels are all black: it goes on until the
// reader has had enough.
func pngBomb(side uint32) []byte {
	var zeros, out bytes.Buffer
	w := zlib.NewWriter(&zeros)
	_, _ = w.Write(make([]byte, 4<<20))
	_ = w.Close()
	out.WriteString(pngSignature)
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, side), side)
	writeChunk(&out, "IHDR", append(header, 8, 6, 0, 0, 0))
	writeChunk(&out, "IDAT", zeros.Bytes())
	writeChunk(&out, "IEND", nil)
	return out.Bytes()
}

// webpBomb is a whole lossless WebP of one colour, whose pixels take no bits at all.
func webpBomb(side uint32) []byte {
	size := (side - 1) | (side-1)<<14
	pixels := []byte{0x2f, byte(size), byte(size >> 8), byte(size >> 16), byte(size >> 24), 0x88, 0x88, 0x88, 0x08, 0, 0, 0}
	body := append([]byte("WEBPVP8L"), words(uint32(len(pixels)))...)
	body = append(body, pixels...)
	return append(append([]byte("RIFF"), words(uint32(len(body)))...), body...)
}

func tiffBomb(side uint32, compression uint16) []byte {
	out := append([]byte("II*\x00"), words(8)...)
	tags := [][3]uint32{{256, 4, side}, {257, 4, side}, {258, 3, 8}, {259, 3, uint32(compression)}, {262, 3, 1}, {273, 4, 8}, {277, 3, 1}, {278, 4, side}, {279, 4, 64}}
	out = binary.LittleEndian.AppendUint16(out, uint16(len(tags)))
	for _, tag := range tags {
		out = binary.LittleEndian.AppendUint16(out, uint16(tag[0]))
		out = binary.LittleEndian.AppendUint16(out, uint16(tag[1]))
		out = append(out, words(1, tag[2])...)
	}
	return append(out, make([]byte, 64)...)
}

func bmpBomb(side uint32) []byte {
	out := append([]byte("BM"), words(200, 0, 54, 40, side, side)...)
	out = append(out, 1, 0, 24, 0)
	return append(out, make([]byte, 200)...)
}

func TestBombsAreRefusedBeforeThereIsRoomForThem(t *testing.T) {
	for name, data := range bombs(t) {
		before := allocated()
		_, err := Decode(data)
		if err == nil || !strings.Contains(err.Error(), "16000 x 16000 pixels cannot come out of") {
			t.Errorf("%s of %d bytes: got %v", name, len(data), err)
		}
		if used := allocated() - before; used > 1<<20 {
			t.Errorf("%s: %d bytes were allocated", name, used)
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// Sizes that no file may have, and sizes that overflow.
func TestImpossibleSizesAreRefused(t *testing.T) {
	for _, size := range [][2]uint32{{1 << 30, 1 << 30}, {1 << 31, 1}, {1 << 20, 1 << 20}, {0, 5}} {
		data := pngBomb(1)
		binary.BigEndian.PutUint32(data[16:], size[0])
		binary.BigEndian.PutUint32(data[20:], size[1])
		binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
		before := allocated()
		if _, err := Decode(data); err == nil {
			t.Errorf("%v is decoded", size)
		}
		if used := allocated() - before; used > 1<<20 {
			t.Errorf("%v: %d bytes were allocated", size, used)
		}
	}
}

// A TIFF of 30 bytes whose directory lies four gigabytes further on.
func TestOffsetsBeyondTheFileTakeNoMemory(t *testing.T) {
	data := []byte("MM\x00*\xff\x8c\x8c\x8c3\xd8\xff\xe1\x00\x10Exif")
	before := allocated()
	if _, err := Decode(data); err == nil {
		t.Error("it is decoded")
	}
	if used := allocated() - before; used > 1<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
}

// A large picture of one colour is no bomb.
func TestPlainPicturesOpen(t *testing.T) {
	data, err := EncodePNG(image.NewNRGBA(image.Rect(0, 0, 5000, 4000)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(data); err != nil {
		t.Errorf("%d bytes: %v", len(data), err)
	}
}

// FuzzDecodeFormats has a seed of every format that is opened.
func FuzzDecodeFormats(f *testing.F) {
	for _, data := range bombs(f) {
		if len(data) > 4096 {
			continue
		}
		f.Add(data)
		f.Add(bytes.ReplaceAll(data, []byte{0x80, 0x3e}, []byte{2, 0})) // 2 by 2 pixels in little endian
		f.Add(bytes.ReplaceAll(data, []byte{0x3e, 0x80}, []byte{0, 2}))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if width, height, err := Size(data); err == nil && width*height > 1<<20 {
			t.Skip("keeps the fuzzer's memory small")
		}
		if img, err := Decode(data); err == nil && (img.Rect.Empty() || len(img.Pix) != 4*img.Rect.Dx()*img.Rect.Dy()) {
			t.Error("decoded an image without its pixels")
		}
	})
}

// FuzzEncodePNG proves that every picture comes back as it went in.
func FuzzEncodePNG(f *testing.F) {
	f.Add([]byte{1, 2, 3, 255, 5, 6, 7, 255}, 1)
	f.Add(make([]byte, 4000), 10)
	f.Fuzz(func(t *testing.T, pix []byte, width int) {
		if width < 1 || width > 1000 || len(pix) < 4*width {
			return
		}
		img := image.NewNRGBA(image.Rect(0, 0, width, len(pix)/4/width))
		copy(img.Pix, pix)
		data, err := EncodePNG(img)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(data)
		if err != nil || !bytes.Equal(again.Pix, img.Pix) {
			t.Errorf("%v: pixels differ", err)
		}
	})
}
