// A mail server (RFC 5321) that takes every letter, or is away.
import { createServer, type Server, type Socket } from "node:net";

const patience = 20_000;

/** A letter that arrived. */
interface Mail {
  to: string;
  text: string;
}

/** Whatever the service sends arrives here. */
export class Mailbox {
  private mails: Mail[] = [];
  private waiting: (() => void)[] = [];
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly port: number) {}

  /** The service's SMTP_URL. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}?starttls=off`;
  }

  /** Begins to take letters. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.serve(socket));
    await new Promise<void>((done, fail) => server.once("error", fail).listen(this.port, "127.0.0.1", done));
    this.server = server;
  }

  /** Is away: connections are refused. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    for (const socket of this.sockets) {
      socket.destroy();
    }
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
  }

  /**
   * Takes the link to a page out of the next letter to an address that has one,
   * waiting for it if need be.
   */
  async link(to: string, page: string): Promise<string> {
    const deadline = Date.now() + patience;
    for (;;) {
      for (const mail of this.mails.filter((one) => one.to === to)) {
        const found = new RegExp(`https?://\\S+/${page}\\?token=[\\w.%-]+`).exec(mail.text);
        if (found) {
          this.mails.splice(this.mails.indexOf(mail), 1);
          return found[0];
        }
      }
      await this.more(deadline - Date.now(), `no mail to ${to} with a link to ${page}`);
    }
  }

  private more(within: number, otherwise: string): Promise<void> {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(otherwise)), within);
      this.waiting.push(() => {
        clearTimeout(timer);
        done();
      });
    });
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let rest = "";
    let to = "";
    let inData = false;
    socket.write("220 mailbox\r\n");
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      rest += chunk;
      for (;;) {
        const mark = inData ? "\r\n.\r\n" : "\r\n";
        const at = rest.indexOf(mark);
        if (at < 0) {
          return;
        }
        const said = rest.slice(0, at);
        rest = rest.slice(at + mark.length);
        if (inData) {
          inData = false;
          this.arrive({ to, text: readable(said) });
          socket.write("250 taken\r\n");
          continue;
        }
        to = /^RCPT TO:<([^>]+)>/i.exec(said)?.[1] ?? to;
        inData = /^DATA/i.test(said);
        if (/^QUIT/i.test(said)) {
          socket.end("221 bye\r\n");
          return;
        }
        socket.write(inData ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
  }

  private arrive(mail: Mail): void {
    this.mails.push(mail);
    this.waiting.splice(0).forEach((tell) => tell());
  }
}

/** Undoes quoted-printable (RFC 2045, 6.7) as far as links need it. */
function readable(text: string): string {
  return text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
