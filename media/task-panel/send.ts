import type { FromPage } from "./messages.ts";

/** Any view passes a message for the extension up by this event; the panel sends it. */
export const messageEvent = "panel-message";

export function send(from: EventTarget, message: FromPage): void {
  from.dispatchEvent(new CustomEvent(messageEvent, { detail: message, bubbles: true }));
}

/** For the event handler of a control. */
export function sends(message: FromPage): (event: Event) => void {
  return (event) => send(event.currentTarget ?? document.body, message);
}
