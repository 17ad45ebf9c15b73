// Runs the original model on onnxruntime and prints the probability of each
// window of 512 samples: what media/vad's own inference is tested against.
//
//   node golden.mjs silero_vad_v6.onnx sound.s16 > golden.txt
import fs from 'node:fs';
import * as ort from 'onnxruntime-node';

const context = 64;
const window = 512;

const [model, sound] = process.argv.slice(2);
const session = await ort.InferenceSession.create(model);
const bytes = fs.readFileSync(sound);
const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
const sr = new ort.Tensor('int64', BigInt64Array.from([16000n]), []);
let state = new ort.Tensor('float32', new Float32Array(2 * 128), [2, 1, 128]);
let before = new Float32Array(context);
for (let i = 0; i + window <= samples.length; i += window) {
  const input = new Float32Array(context + window);
  input.set(before);
  for (let j = 0; j < window; j++) input[context + j] = samples[i + j] / 32768;
  before = input.slice(window);
  const tensor = new ort.Tensor('float32', input, [1, context + window]);
  const result = await session.run({ input: tensor, state, sr });
  state = result.stateN;
  console.log(result.output.data[0].toFixed(6));
}
