import { type KindText, officeColours } from "./vocabulary.ts";

export const desk: readonly KindText[] = [
  {
    slug: "desk-lamp",
    noun: "desk lamp",
    share: 1.1,
    price: 72,
    colours: `${officeColours} Copper White`,
    styles: `
      Architect Desk Lamp | 1.2 | Two sprung arms that stay exactly where you leave them.
      Clamp Desk Lamp | 0.8 | Clamps to the edge and gives the whole top back to paper.
      Task Desk Lamp | 0.9 | A head that turns all the way round and a switch you find in the dark.
      Dimmable Desk Lamp | 1.3 | From reading light to screen light by a slider on the foot.
      Compact Desk Lamp | 0.6 | A small footprint for a small table. | * | lumens
      Daylight Desk Lamp | 1.5 | A colour rendering of 97, for drawing and sewing after dark.
      Charging Desk Lamp | 1.25 | The foot charges a phone laid on it.
    `,
    materials: `
      - | 1 | Powder-coated, with the cable led inside.
      - | 1.1 | Joints of turned metal that can be tightened with a coin.
    `,
    sizes: `
      - | 1 | Reaches 60 cm.
      - | 1 | 450 lumens, warm to neutral. | lumens
      80 cm | 1.2 | An 80 cm reach, across the widest table.
    `,
    notes: `
      The bulb is included and can be changed.
      Uses seven watts.
      Fabric cord, 1.9 metres.
    `,
  },
  {
    slug: "notebook",
    noun: "notebook",
    share: 1.7,
    price: 16,
    again: 1,
    consumable: true,
    colours: officeColours,
    styles: `
      Dotted Notebook | 1 | Dots every 5 mm, faint enough to disappear under ink.
      Ruled Notebook | 0.95 | Seven-millimetre lines and a margin for second thoughts.
      Plain Notebook | 0.95 | Nothing on the page but what you put there.
      Grid Notebook | 0.95 | A 5 mm grid for plans, tables and noughts and crosses.
      Pocket Notebook | 0.5 | Thin, stitched and made to be carried bent. | * | A6
      Reporter Notebook | 0.7 | Opens at the top, writes on the knee. | * | A6, A5
      Weekly Planner Notebook | 1.3 | A week on the left, notes on the right, undated. | * | A5, B5
      Linen-Bound Notebook | 1.4 | A cloth spine, sewn in sixteens, that opens flat on the first day.
      Sketch Notebook | 1.2 | 150 g paper that takes a wash without waving. | recycled
    `,
    materials: `
      - | 1 | 100 g paper that fountain pens do not bleed through. | fine
      - | 1.08 | Recycled paper, off-white, easy on the eyes. | recycled
    `,
    sizes: `
      A5 | 1 | A5, 192 pages.
      A4 | 1.5 | A4, 144 pages.
      A6 | 0.7 | A6, 128 pages, fits a back pocket.
      B5 | 1.2 | B5, between the two, 176 pages.
    `,
    notes: `
      With an elastic, a ribbon and a pocket at the back.
      Numbered pages and three lines for a table of contents.
      Thread-sewn, so no page falls out.
    `,
  },
  {
    slug: "pencil-cup",
    noun: "pencil cup",
    share: 0.9,
    price: 18,
    again: 0.5,
    colours: `${officeColours} Walnut Oak White`,
    styles: `
      Ceramic Pencil Cup + | 1.1 | Glazed inside, so ink wipes off.
      Leather Pencil Cup | 1.5 | Vegetable-tanned leather that darkens with the years.
      Felt Pencil Cup | 0.8 | Wool felt that drowns the clatter.
      Round Pencil Cup + | 0.85 | Wide enough for two dozen pencils and a pair of scissors.
      Divided Pencil Cup | 1.2 | Three chambers: pens, brushes, everything else.
      Wire Pencil Cup | 0.6 | A mesh that shows at once where the good pen is.
      Concrete Pencil Cup | 1 | Heavy enough to hold a row of books upright.
    `,
    materials: `
      - | 1 | A cork pad under the foot protects the table.
      - | 1.08 | Made in small batches, each a shade different.
    `,
    sizes: `
      - | 1 | 10 cm high, 8 cm across.
      - | 1 | Holds rulers up to 30 cm without tipping.
      Tall | 1.15 | The tall one is for brushes.
    `,
    notes: `
      Pencils not included.
      Three pencils from the same workshop come with it.
      Wipe with a damp cloth.
    `,
  },
  {
    slug: "task-chair",
    noun: "chair",
    share: 0.8,
    price: 329,
    colours: "Black Grey Forest Navy Cobalt Coral Mustard Sage Plum Cream",
    styles: `
      Task Chair | 0.8 | Seat, back and arms adjust without getting up.
      Mesh Task Chair | 1 | A woven back that breathes in July.
      Saddle Chair | 0.7 | A saddle seat that opens the hips and straightens the back.
      Conference Chair | 0.9 | Light on its castors and quick to push aside.
      Ergonomic Chair | 1.8 | The lumbar pad follows you, the seat slides, and the neck is held.
      Drafting Chair | 1.1 | A taller column and a foot ring, for standing desks.
      Swivel Chair | 0.65 | Beech shell, five castors, the workshop classic.
    `,
    materials: `
      - | 1 | Recycled upholstery, 100,000 rubs.
      - | 1.1 | Cast aluminium base with soft castors for hard floors.
    `,
    sizes: `
      - | 1 | Seat from 42 to 54 cm, up to 130 kg.
      - | 1 | Assembled in ten minutes with the key in the box.
      - | 1.05 | Tested for eight hours a day; ten-year guarantee.
    `,
    notes: `
      Hard castors for carpet are in the box.
      Every part can be ordered singly.
      Set the seat so that your feet stand flat.
    `,
  },
  {
    slug: "desk-shelf",
    noun: "shelf",
    share: 0.6,
    price: 68,
    colours: "Oak Walnut White Black Bamboo Sage Grey",
    styles: `
      Monitor Shelf | 1 | Lifts the screen by 12 cm and hides what lies beneath it.
      Desk Shelf | 1.2 | A second storey for books, plants and the clock.
      Paper Shelf | 0.75 | Four trays, each deep enough for a ream. | * | mid, small
      Stacking Shelf | 0.6 | One module; add another when the post wins. | * | mid, small
      Under-Desk Shelf | 0.7 | Screws on from below, out of sight, for cables and chargers. | * | mid, small
    `,
    materials: `
      - | 1 | Bent plywood, oiled.
      - | 1.12 | Solid top on folded metal feet.
    `,
    sizes: `
      - | 1 | 60 cm wide and 22 cm deep. | mid
      100 cm | 1.35 | 100 cm wide, for two screens.
      - | 0.95 | 50 cm wide, carries 20 kg. | small
    `,
    notes: `
      A groove in front holds a pen and a phone.
      Cork feet do not mark the desk.
      Comes assembled.
    `,
  },
  {
    slug: "desk-clock",
    noun: "clock",
    share: 0.6,
    price: 36,
    colours: "Mustard White Black Walnut Coral Sage Brass Navy Tomato Lilac",
    styles: `
      Alarm Clock | 1 | A bell on top and a hammer between, for those who mean it.
      Desk Clock | 1.1 | A small turned case with a face tilted up to you.
      Travel Alarm Clock | 0.75 | Folds into its own lid.
      Flip Clock | 1.6 | The minutes fall with a small clap.
      Focus Timer Clock | 0.9 | Turn it to 25 minutes and the red disc shrinks away.
      Sunrise Alarm Clock | 1.8 | Grows light for half an hour before it makes a sound. | * | wide, touch
    `,
    materials: `
      - | 1 | Silent movement, and an alarm that grows louder.
      - | 1.1 | Turned case with a domed glass.
    `,
    sizes: `
      - | 1 | 9 cm high, runs on one AA. | battery
      - | 1 | 11 cm across, 280 g. | wide
      - | 1.05 | Lights up at a touch, and only then. | touch
    `,
    notes: `
      Snooze lasts nine minutes, as is the custom.
      Battery included.
      Two-year guarantee.
    `,
  },
];
