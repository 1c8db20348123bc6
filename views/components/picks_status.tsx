import type { Picks, PicksNote, Shell, UndoableType } from "../shell.ts";
import { merchantText } from "./merchant.tsx";

/** Why the picks are as they are now. The line is always there, so that what it says later is read aloud. */
export function PicksStatus({ shell, picks: { note } }: { shell: Shell; picks: Picks }) {
  const undoable = note?.kind === "updated" ? toUndoable(note.act.type) : undefined;
  return (
    <div class="status-line">
      <p id="for-you-status" class="status" role="status">{note ? say(shell, note) : ""}</p>{" "}
      {note?.kind === "updated" && undoable
        ? <UndoForm shell={shell} type={undoable} product={note.act.product} />
        : null}
    </div>
  );
}

function say(shell: Shell, note: PicksNote) {
  const { picks } = shell.words.personal;
  const name = (product: { name: string }) => merchantText(shell, product.name);
  return note.kind === "updated"
    ? picks.updated({ type: note.act.type, name: name(note.act.product) })
    : picks.undone[note.type](name(note.product));
}

/** The cart has its own controls to take a thing out again, and an order is an order. */
function toUndoable(type: string): UndoableType | undefined {
  return type === "view" || type === "like" ? type : undefined;
}

interface UndoProps {
  readonly shell: Shell;
  readonly type: UndoableType;
  readonly product: { readonly id: number; readonly name: string };
}

function UndoForm({ shell, type, product }: UndoProps) {
  const { picks } = shell.words.personal;
  return (
    <form
      class="undo"
      method="post"
      action="/undo"
      hx-post="/undo"
      hx-target="#for-you"
      hx-swap="outerMorph"
      hx-sync="drop"
    >
      <input type="hidden" name="product" value={product.id} />
      <input type="hidden" name="type" value={type} />
      <input type="hidden" name="to" value={shell.here} />
      <button
        id={`undo-${type}-${product.id}`}
        type="submit"
        class="quiet"
        aria-label={picks.undoWhat[type](product.name)}
      >
        {shell.words.frame.undo}
      </button>
    </form>
  );
}
