// Inference of Silero VAD v6, 16 kHz branch. See silero.go.
#ifndef INTERVIEWAI_SILERO_H
#define INTERVIEWAI_SILERO_H

#include <stdint.h>

enum {
	SILERO_CONTEXT = 64,
	SILERO_WINDOW = 512,
	SILERO_HIDDEN = 128,
	SILERO_WEIGHTS = 222593,
	SILERO_TABLES = 128 + 128 + 256 + 256,
};

// silero_tables fills what the transform needs: SILERO_TABLES numbers.
void silero_tables(float *tables);

// silero_has_avx2 tells whether the processor can run the fast build.
int silero_has_avx2(void);

// silero_window judges one window with the context before it (CONTEXT + WINDOW
// samples). state holds the recurrent layer's h and c (2 * HIDDEN) and is
// updated. weights and tables are only read. avx2 is what silero_has_avx2 said,
// or 0 for the portable build.
float silero_window(const float *weights, const float *tables, const int16_t *samples, float *state, int avx2);

#endif
