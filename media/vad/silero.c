// The network, step by step: magnitude spectrum of four overlapping frames of
// 256 samples (Hann window, hop 128, the end mirrored); four convolutions over
// time with ReLU, 129 -> 128 -> 64 -> 64 -> 128 channels, that leave one step;
// an LSTM of 128 units; ReLU, one linear output, sigmoid.
//
// It is written in the vector extensions of GCC and Clang: one source for all
// processors. On x86-64 it is compiled a second time for AVX2 and FMA and the
// choice is made at run time. The order of the weights (tools/silero) is the
// order in which they are read, so that memory is walked through once.

#include "silero.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float v4 __attribute__((vector_size(16), aligned(4)));
typedef float v8 __attribute__((vector_size(32), aligned(4)));
typedef int32_t v8i __attribute__((vector_size(32), aligned(4)));

enum { BINS = 129, STEPS = 4, HALF = 128 };

void silero_tables(float *tables) {
	float *cosine = tables, *sine = tables + 128, *hann = tables + 256, *order = tables + 512;
	for (int k = 0; k < 128; k++) {
		cosine[k] = (float)cos(2 * M_PI * k / 256);
		sine[k] = (float)sin(2 * M_PI * k / 256);
	}
	for (int n = 0; n < 256; n++)
		hann[n] = (float)(0.5 - 0.5 * cos(2 * M_PI * n / 256));
	for (int n = 0; n < HALF; n++) {
		int r = 0;
		for (int bit = 0; bit < 7; bit++)
			r |= (n >> bit & 1) << (6 - bit);
		order[n] = (float)r;
		order[n + HALF] = 0;
	}
}

INLINE v8 load8(const float *p) { return *(const v8 *)p; }
INLINE void store8(float *p, const v8 *v) { *(v8 *)p = *v; }

// spectrum computes the magnitudes of the four frames at once, one frame in
// each lane, by a complex transform of half the length. Rows have a zero step
// before and after, the padding of the first convolution.
INLINE void spectrum(const float *tables, const int16_t *samples, float mag[BINS][STEPS + 2]) {
	const float *cosine = tables, *sine = tables + 128, *hann = tables + 256, *order = tables + 512;
	float x[SILERO_CONTEXT + SILERO_WINDOW + 64];
	enum { N = SILERO_CONTEXT + SILERO_WINDOW };
	for (int i = 0; i < N; i++)
		x[i] = (float)samples[i] * (1.0f / 32768);
	for (int i = 0; i < 64; i++)
		x[N + i] = x[N - 2 - i];

	v4 re[HALF], im[HALF];
	for (int n = 0; n < HALF; n++) {
		int to = (int)order[n];
		const float *p = x + 2 * n;
		re[to] = (v4){p[0], p[128], p[256], p[384]} * hann[2 * n];
		im[to] = (v4){p[1], p[129], p[257], p[385]} * hann[2 * n + 1];
	}
	for (int size = 2; size <= HALF; size *= 2) {
		int half = size / 2, stride = 256 / size;
		for (int k = 0; k < half; k++) {
			float c = cosine[k * stride], s = sine[k * stride];
			for (int a = k; a < HALF; a += size) {
				int b = a + half;
				v4 tr = re[b] * c + im[b] * s;
				v4 ti = im[b] * c - re[b] * s;
				re[b] = re[a] - tr;
				im[b] = im[a] - ti;
				re[a] += tr;
				im[a] += ti;
			}
		}
	}
	for (int k = 0; k <= HALF; k++) {
		int a = k % HALF, b = (HALF - k) % HALF;
		v4 er = (re[a] + re[b]) * 0.5f, ei = (im[a] - im[b]) * 0.5f;
		v4 or = (im[a] + im[b]) * 0.5f, oi = (re[b] - re[a]) * 0.5f;
		float c = k == HALF ? -1 : cosine[k], s = k == HALF ? 0 : sine[k];
		v4 xr = er + or * c + oi * s;
		v4 xi = ei + oi * c - or * s;
		v4 power = xr * xr + xi * xi;
		mag[k][0] = mag[k][STEPS + 1] = 0;
		for (int t = 0; t < STEPS; t++)
			mag[k][t + 1] = sqrtf(power[t]);
	}
}

INLINE void relu8(v8 *v) { *v = (v8)((v8i)*v & (*v > 0.0f)); }

// limit8 keeps v between -87 and 87, where e to the power of v is a number.
INLINE void limit8(v8 *v) {
	v8 bound = *v * 0 + 87.0f;
	v8i above = *v > bound;
	*v = (v8)(((v8i)bound & above) | ((v8i)*v & ~above));
	bound = -bound;
	v8i below = *v < bound;
	*v = (v8)(((v8i)bound & below) | ((v8i)*v & ~below));
}

// Convolution 1: all four steps of 16 outputs at a time, so that a weight is
// loaded once for four products.
INLINE const float *conv1(const float *w, float mag[BINS][STEPS + 2], float out[128][STEPS + 2]) {
	const float *bias = w + BINS * 3 * 128;
	for (int first = 0; first < 128; first += 16) {
		v8 acc[STEPS][2];
		for (int t = 0; t < STEPS; t++) {
			acc[t][0] = load8(bias + first);
			acc[t][1] = load8(bias + first + 8);
		}
		for (int in = 0; in < BINS; in++) {
#pragma GCC unroll 3
			for (int tap = 0; tap < 3; tap++, w += 16) {
				v8 w0 = load8(w), w1 = load8(w + 8);
#pragma GCC unroll 4
				for (int t = 0; t < STEPS; t++) {
					float m = mag[in][t + tap];
					acc[t][0] += w0 * m;
					acc[t][1] += w1 * m;
				}
			}
		}
		for (int t = 0; t < STEPS; t++) {
			relu8(&acc[t][0]);
			relu8(&acc[t][1]);
			for (int o = 0; o < 8; o++) {
				out[first + o][t + 1] = acc[t][0][o];
				out[first + 8 + o][t + 1] = acc[t][1][o];
			}
		}
	}
	for (int o = 0; o < 128; o++)
		out[o][0] = out[o][STEPS + 1] = 0;
	return w + 128;
}

// Convolution 2, stride 2: steps 0 and 2.
INLINE const float *conv2(const float *w, float in[128][STEPS + 2], float out[2][64]) {
	const float *bias = w + 128 * 3 * 64;
	for (int first = 0; first < 64; first += 32) {
		v8 acc[2][4];
		for (int o = 0; o < 4; o++)
			acc[0][o] = acc[1][o] = load8(bias + first + 8 * o);
		for (int i = 0; i < 128; i++) {
#pragma GCC unroll 3
			for (int tap = 0; tap < 3; tap++, w += 32) {
				float a = in[i][tap], b = in[i][tap + 2];
#pragma GCC unroll 4
				for (int o = 0; o < 4; o++) {
					v8 wo = load8(w + 8 * o);
					acc[0][o] += wo * a;
					acc[1][o] += wo * b;
				}
			}
		}
		for (int t = 0; t < 2; t++)
			for (int o = 0; o < 4; o++) {
				relu8(&acc[t][o]);
				store8(out[t] + first + 8 * o, &acc[t][o]);
			}
	}
	return w + 64;
}

// dense adds, for each block of 64 outputs, the products of n inputs.
INLINE const float *dense(const float *w, v8 acc[8], const float *in, int stride, int n) {
	for (int i = 0; i < n; i++, w += 64) {
		float x = in[i * stride];
#pragma GCC unroll 8
		for (int o = 0; o < 8; o++)
			acc[o] += load8(w + 8 * o) * x;
	}
	return w;
}

// exp8 is e to the power of x, by the polynomial of the Cephes library; its
// error is below 2e-7 of the value.
INLINE void exp8(v8 *v) {
	limit8(v);
	v8 x = *v;
	// Adding and taking away 1.5 * 2^23 rounds to a whole number.
	v8 fn = (x * 1.44269504f + 12582912.0f) - 12582912.0f;
	v8i n = __builtin_convertvector(fn, v8i);
	v8 r = x - fn * 0.693359375f + fn * 2.12194440e-4f;
	v8 p = r * 1.9875691500e-4f + 1.3981999507e-3f;
	p = p * r + 8.3334519073e-3f;
	p = p * r + 4.1665795894e-2f;
	p = p * r + 1.6666665459e-1f;
	p = p * r + 5.0000001201e-1f;
	p = p * r * r + r + 1.0f;
	*v = p * (v8)((n + 127) << 23);
}

INLINE void sigmoid8(v8 *v) {
	v8 e = -*v;
	exp8(&e);
	*v = 1.0f / (1.0f + e);
}

INLINE void tanh8(v8 *v) {
	v8 e = *v * 2.0f;
	exp8(&e);
	*v = 1.0f - 2.0f / (1.0f + e);
}

INLINE float network(const float *w, const float *tables, const int16_t *samples, float *state) {
	float mag[BINS][STEPS + 2], first[128][STEPS + 2], second[2][64], third[64], fourth[SILERO_HIDDEN];
	float gates[4 * SILERO_HIDDEN];
	v8 acc[8];

	spectrum(tables, samples, mag);
	w = conv1(w, mag, first);
	w = conv2(w, first, second);

	// Convolution 3, stride 2, one step left: two taps meet sound. The taps of
	// an input follow each other, so the inputs are interleaved.
	float pairs[128];
	for (int i = 0; i < 64; i++) {
		pairs[2 * i] = second[0][i];
		pairs[2 * i + 1] = second[1][i];
	}
	for (int o = 0; o < 8; o++)
		acc[o] = load8(w + 128 * 64 + 8 * o);
	w = dense(w, acc, pairs, 1, 128) + 64;
	for (int o = 0; o < 8; o++) {
		relu8(&acc[o]);
		store8(third + 8 * o, &acc[o]);
	}

	// Convolution 4: one tap.
	const float *bias = w + 64 * 128;
	for (int block = 0; block < 128; block += 64) {
		for (int o = 0; o < 8; o++)
			acc[o] = load8(bias + block + 8 * o);
		w = dense(w, acc, third, 1, 64);
		for (int o = 0; o < 8; o++) {
			relu8(&acc[o]);
			store8(fourth + block + 8 * o, &acc[o]);
		}
	}
	w += 128;

	float *h = state, *c = state + SILERO_HIDDEN;
	bias = w + 2 * SILERO_HIDDEN * 4 * SILERO_HIDDEN;
	for (int block = 0; block < 4 * SILERO_HIDDEN; block += 64) {
		for (int o = 0; o < 8; o++)
			acc[o] = load8(bias + block + 8 * o);
		w = dense(w, acc, fourth, 1, SILERO_HIDDEN);
		w = dense(w, acc, h, 1, SILERO_HIDDEN);
		for (int o = 0; o < 8; o++)
			store8(gates + block + 8 * o, &acc[o]);
	}
	w += 4 * SILERO_HIDDEN;

	// Gates in the order input, forget, cell, output.
	v8 sum = {0};
	for (int o = 0; o < SILERO_HIDDEN; o += 8) {
		v8 input = load8(gates + o), forget = load8(gates + 128 + o);
		v8 cell = load8(gates + 256 + o), output = load8(gates + 384 + o);
		sigmoid8(&input);
		sigmoid8(&forget);
		tanh8(&cell);
		sigmoid8(&output);
		v8 next = forget * load8(c + o) + input * cell;
		store8(c + o, &next);
		tanh8(&next);
		next = output * next;
		store8(h + o, &next);
		relu8(&next);
		sum += next * load8(w + o);
	}
	float logit = w[SILERO_HIDDEN];
	for (int o = 0; o < 8; o++)
		logit += sum[o];
	return 1.0f / (1.0f + expf(-logit));
}

#ifdef __x86_64__
__attribute__((target("avx2,fma"))) static float window_avx2(const float *weights, const float *tables,
							     const int16_t *samples, float *state) {
	return network(weights, tables, samples, state);
}

int silero_has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#else
int silero_has_avx2(void) { return 0; }
#endif

float silero_window(const float *weights, const float *tables, const int16_t *samples, float *state, int avx2) {
#ifdef __x86_64__
	if (avx2)
		return window_avx2(weights, tables, samples, state);
#endif
	(void)avx2;
	return network(weights, tables, samples, state);
}
