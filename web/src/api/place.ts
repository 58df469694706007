// Where somebody is: a workspace and mode on the merchant's side, or a partner. Kept in this browser, sent with every
// request; the server decides what it means.
import type { Schemas } from "./client";

export type Seat = Schemas["Seat"];
export type Mode = Schemas["Mode"];

interface Place {
  seat: Seat | null;
  mode: Mode;
}

const SEAT = "honeyguide.seat";
const MODE = "honeyguide.mode";
let place: Place = { seat: null, mode: "live" };

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name: string, value: string) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without a memory the first seat is taken at the next visit.
  }
}

/** The seat to sit on: the one of the last visit where it is still there. */
export function takeSeat(seats: Seat[]): Place {
  const known = seats.find((seat) => seat.id === remembered(SEAT));
  place = {
    seat: known ?? seats[0] ?? null,
    mode: remembered(MODE) === "test" ? "test" : "live",
  };
  return place;
}

export function changeSeat(seat: Seat) {
  remember(SEAT, seat.id);
}

export function changeMode(mode: Mode) {
  remember(MODE, mode);
}

export function placeHeaders(): Record<string, string> {
  const { seat, mode } = place;
  if (!seat) return {};
  if (seat.partner) return { "honeyguide-partner": seat.partner.id };
  return { "honeyguide-workspace": seat.workspace_id, "honeyguide-mode": mode };
}
