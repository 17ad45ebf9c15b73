// What the test page can do: speak into a live session as a browser client
// would, and collect what comes back. The tests call it as window.voice.
import { createClient, type Client } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { WHIPClient } from "@eyevinn/whip-web-client";
import { LiveService } from "../../../gen/ts/interviewai/v1/live_service_pb.js";
import type { LiveEvent } from "../../../gen/ts/interviewai/v1/event_pb.js";
import { Speaker } from "../../../gen/ts/interviewai/v1/transcript_pb.js";

/** Where and as whom the page calls. */
export interface Server {
  url: string;
  token: string;
}

/** What a live session needs to be spoken into. */
export interface Session {
  id: string;
  mediaToken: string;
  whipInterviewer: string;
}

/** What came back so far. */
export interface Heard {
  /** Final transcripts, as Connect-Web's WatchLiveSession told them. */
  watched: string[];
  /** Final transcripts, as the data channel told them. */
  channel: string[];
  /** Kinds of all events watched. */
  kinds: string[];
  /** What went wrong in the background. */
  errors: string[];
}

const heard: Heard = { watched: [], channel: [], kinds: [], errors: [] };

function live(server: Server): Client<typeof LiveService> {
  const transport = createConnectTransport({
    baseUrl: server.url,
    interceptors: [
      (next) => (request) => {
        request.header.set("Authorization", `Bearer ${server.token}`);
        return next(request);
      },
    ],
  });
  return createClient(LiveService, transport);
}

async function createSession(server: Server): Promise<Session> {
  const { session, media } = await live(server).createLiveSession({ consent: true, languageHint: "en" });
  if (!session || !media) {
    throw new Error("the server made no session");
  }
  watch(server, session.id).catch((cause: unknown) => heard.errors.push(String(cause)));
  return { id: session.id, mediaToken: media.token, whipInterviewer: media.whipInterviewerUrl };
}

async function watch(server: Server, sessionId: string): Promise<void> {
  for await (const { event } of live(server).watchLiveSession({ sessionId })) {
    if (event) {
      noteWatched(event);
    }
  }
}

function noteWatched(event: LiveEvent): void {
  heard.kinds.push(event.event.case ?? "unknown");
  if (event.event.case === "transcript" && event.event.value.final) {
    heard.watched.push(event.event.value.text);
  }
}

function microphone(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
}

/** Speaks through the public WHIP client, as the interviewer. */
async function publishWhip(session: Session): Promise<string> {
  const client = new WHIPClient({ endpoint: session.whipInterviewer, opts: { authkey: session.mediaToken } });
  await client.setIceServersFromEndpoint();
  await client.ingest(await microphone());
  const resource = await client.getResourceUrl();
  stop = () => client.destroy();
  return resource;
}

/** Speaks through ConnectMedia, with events on a data channel. */
async function connectMedia(server: Server, session: Session): Promise<string> {
  const connection = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const channel = connection.createDataChannel("events");
  channel.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as { transcript?: { final?: boolean; text?: string } };
    if (event.transcript?.final) {
      heard.channel.push(event.transcript.text ?? "");
    }
  };
  const stream = await microphone();
  const transceivers = stream.getAudioTracks().map((track) =>
    connection.addTransceiver(track, { direction: "sendonly", streams: [stream] }),
  );
  await connection.setLocalDescription();
  const mid = transceivers[0]?.mid;
  if (!mid) {
    throw new Error("no track to send");
  }
  const { answerSdp } = await live(server).connectMedia({
    sessionId: session.id,
    offerSdp: connection.localDescription?.sdp ?? "",
    tracks: [{ mid, speaker: Speaker.INTERVIEWER }],
  });
  await connection.setRemoteDescription({ type: "answer", sdp: answerSdp });
  stop = () => Promise.resolve(connection.close());
  return answerSdp;
}

let stop: () => Promise<void> = () => Promise.resolve();

const voice = {
  createSession,
  publishWhip,
  connectMedia,
  heard: (): Heard => heard,
  hangUp: (): Promise<void> => stop(),
};

export type Voice = typeof voice;

declare global {
  interface Window {
    voice: Voice;
  }
}

window.voice = voice;
