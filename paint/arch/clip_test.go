//go:build cgo

package arch

import (
	"math"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// matrix is a float64 matrix by rows.
type matrix [][]float64

// clipReference is the text encoder written out in float64.
type clipReference struct {
	config CLIPConfig
}

func (r clipReference) rows(key string, n, m int) matrix {
	elements := seeded("text_model."+key, n, m).F32
	out := make(matrix, n)
	for i := range out {
		for _, v := range elements[i*m : (i+1)*m] {
			out[i] = append(out[i], float64(v))
		}
	}
	return out
}

func (r clipReference) vector(key string, n int) []float64 {
	var out []float64
	for _, v := range seeded("text_model."+key, n).F32 {
		out = append(out, float64(v))
	}
	return out
}

func (r clipReference) linear(key string, x matrix, out int) matrix {
	w, b := r.rows(key+".weight", out, len(x[0])), r.vector(key+".bias", out)
	y := make(matrix, len(x))
	for i := range x {
		for o := range out {
			sum := b[o]
			for j, v := range x[i] {
				sum += v * w[o][j]
			}
			y[i] = append(y[i], sum)
		}
	}
	return y
}

func (r clipReference) norm(key string, x matrix) matrix {
	w, b := r.vector(key+".weight", len(x[0])), r.vector(key+".bias", len(x[0]))
	y := make(matrix, len(x))
	for i, row := range x {
		mean, variance := 0.0, 0.0
		for _, v := range row {
			mean += v / float64(len(row))
		}
		for _, v := range row {
			variance += (v - mean) * (v - mean) / float64(len(row))
		}
		for j, v := range row {
			y[i] = append(y[i], (v-mean)/math.Sqrt(variance+float64(r.config.Epsilon))*w[j]+b[j])
		}
	}
	return y
}

// attention sees the tokens before each one.
func (r clipReference) attention(key string, x matrix) matrix {
	width := r.config.Width / r.config.Heads
	q, k, v := r.linear(key+".q_proj", x, r.config.Width), r.linear(key+".k_proj", x, r.config.Width), r.linear(key+".v_proj", x, r.config.Width)
	seen := make(matrix, len(x))
	for i := range x {
		for c := range r.config.Width {
			head, sum, total := c/width*width, 0.0, 0.0
			for m := range i + 1 {
				score := 0.0
				for d := head; d < head+width; d++ {
					score += q[i][d] * k[m][d]
				}
				weight := math.Exp(score / math.Sqrt(float64(width)))
				total += weight
				sum += weight * v[m][c]
			}
			seen[i] = append(seen[i], sum/total)
		}
	}
	return r.linear(key+".out_proj", seen, r.config.Width)
}

func (r clipReference) activate(x matrix) matrix {
	for _, row := range x {
		for j, v := range row {
			row[j] = v / 2 * (1 + math.Erf(v/math.Sqrt2))
			if r.config.Activation == "quick_gelu" {
				row[j] = v / (1 + math.Exp(-1.702*v))
			}
		}
	}
	return x
}

func (r clipReference) encode(ids []int64) []float32 {
	words, places := r.rows("embeddings.token_embedding.weight", r.config.Vocabulary, r.config.Width), r.rows("embeddings.position_embedding.weight", r.config.Tokens, r.config.Width)
	x := make(matrix, len(ids))
	for i, id := range ids {
		x[i] = add(words[id], places[i])
	}
	for _, layer := range []string{"encoder.layers.0", "encoder.layers.1"} {
		for i, row := range r.attention(layer+".self_attn", r.norm(layer+".layer_norm1", x)) {
			x[i] = add(x[i], row)
		}
		h := r.activate(r.linear(layer+".mlp.fc1", r.norm(layer+".layer_norm2", x), r.config.Intermediate))
		for i, row := range r.linear(layer+".mlp.fc2", h, r.config.Width) {
			x[i] = add(x[i], row)
		}
	}
	var out []float32
	for _, row := range r.norm("final_layer_norm", x) {
		for _, v := range row {
			out = append(out, float32(v))
		}
	}
	return out
}

func add(a, b []float64) []float64 {
	sum := make([]float64, len(a))
	for i := range a {
		sum[i] = a[i] + b[i]
	}
	return sum
}

func TestCLIPTextMatchesFloat64(t *testing.T) {
	orttest.Open(t)
	ids := []int64{9, 10, 0, 0, 3}
	for _, activation := range []string{"gelu", "quick_gelu"} {
		config := tinyCLIP()
		config.Activation = activation
		entries := record(func(w func(string) source) { newNetwork("", w("text_model.")).clipText(config) })
		entries = append(entries, checkpoint.Entry{Key: "text_model.embeddings.position_ids", Shape: []int{1, 5}})
		weights := save(t, entries)
		out := orttest.Run(t, must(t)(CLIPText(config, weights)), map[string]tensor.Tensor{"ids": tensor.OfInts(ids, 5)})
		compare(t, activation, out["text"].F32, clipReference{config}.encode(ids))
	}
}
