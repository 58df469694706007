// Clicks as they happen, by server-sent events; opened again when the server ends the stream.
import { useEffect, useState } from "react";
import type { Schemas } from "../api/client";
import { placeHeaders } from "../api/place";

type Click = Schemas["Click"];
const KEPT = 50;
const AGAIN_AFTER_MS = 2_000;

export function useLiveClicks() {
  const [clicks, setClicks] = useState<Click[]>([]);
  const [watching, setWatching] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const listen = async () => {
      while (!stop.signal.aborted) {
        try {
          // Not EventSource: it cannot name the workspace.
          const answer = await fetch("/v1/live", { headers: placeHeaders(), signal: stop.signal });
          if (answer.status === 401 || answer.status === 403) return;
          if (answer.ok && answer.body) {
            setWatching(true);
            await read(answer.body, (click) => setClicks((known) => [click, ...known].slice(0, KEPT)));
          }
        } catch {
          // Cut off: tried again below.
        }
        if (stop.signal.aborted) return;
        setWatching(false);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    };
    listen();
    return () => stop.abort();
  }, []);
  return { clicks, watching };
}

async function read(body: ReadableStream<Uint8Array>, tell: (click: Click) => void) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const lines = event.split("\n");
      if (!lines.includes("event: click")) continue;
      const data = lines
        .filter((line) => line.startsWith("data: "))
        .map((line) => line.slice(6))
        .join("\n");
      tell(JSON.parse(data) as Click);
    }
  }
}
