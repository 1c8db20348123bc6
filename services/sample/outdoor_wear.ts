import { type KindText, outdoorColours } from "./vocabulary.ts";

export const outdoorWear: readonly KindText[] = [
  {
    slug: "backpack",
    noun: "backpack",
    share: 1.3,
    price: 96,
    colours: `${outdoorColours} Plum Coral`,
    styles: `
      Day Backpack + | 0.8 | A lid pocket for keys and a front pocket for lunch. | * | 18 L, 22 L
      Roll-Top Backpack + | 1.1 | Rolls shut against rain and grows by a third when it must.
      Trekking Backpack | 1.7 | A back that adjusts to your length and a belt that takes the weight. | * | 28 L, 40 L
      Laptop Backpack | 0.95 | A padded sleeve that stops short of the floor. | * | 18 L, 22 L, 28 L
      Camera Backpack | 1.5 | Opens at the back, so the straps stay out of the mud.
      Commuter Backpack | 1 | Reflective piping, and a loop for the rear light. | * | 18 L, 22 L, 28 L
      Canvas Backpack | 0.9 | Waxed cotton with two buckles, at home in town and field. | * | 18 L, 22 L
      Kids Backpack | 0.45 | A chest strap with a whistle and a name label inside. | * | 18 L
    `,
    materials: `
      - | 1 | 420-denier recycled nylon with a water-repellent finish.
      - | 1.1 | Bottom of double fabric, seams bound inside.
    `,
    sizes: `
      22 L | 1 | Holds 22 litres and weighs 740 g.
      18 L | 0.88 | 18 litres, the size for a day and a jumper.
      28 L | 1.15 | 28 litres, which passes as hand luggage.
      40 L | 1.45 | 40 litres, enough for a hut tour.
    `,
    notes: `
      Bottle pockets on both sides.
      Zips can be repaired; we do it free for five years.
      The rain cover sits in the bottom.
    `,
  },
  {
    slug: "sneaker",
    noun: "sneaker",
    share: 1.3,
    price: 104,
    again: 0.6,
    colours: "White Black Navy Tomato Teal Mustard Grey Coral Forest Sand Cobalt Lilac",
    styles: `
      Trail Sneaker + | 1.15 | Four-millimetre lugs and a plate against sharp stones.
      Running Sneaker + | 1.1 | A high, soft midsole that rolls over the forefoot by itself.
      Court Sneaker + | 0.85 | Flat, simple and good with everything.
      Canvas Sneaker | 0.55 | Cotton canvas on a rubber sole, cool in summer.
      Leather Sneaker | 1.25 | Full-grain leather that can be resoled.
      Knit Sneaker | 0.95 | Knitted in one piece, like a sock with a sole.
      Racing Sneaker | 1.8 | 198 g and a carbon plate, for the days with a number on. | * | all
    `,
    materials: `
      - | 1 | Removable insole of cork and recycled foam.
      - | 1.08 | Rubber outsole with a grip that holds in the wet.
    `,
    sizes: `
      - | 1 | Sizes 36 to 47; true to size. | all
      - | 1 | 285 g in size 42, 8 mm drop. | weight
      Wide | 1.02 | A wider last for feet that want room in front.
    `,
    notes: `
      Wash by hand and stuff with paper.
      Two pairs of laces in the box.
      Good for 800 kilometres or so.
    `,
  },
  {
    slug: "boot",
    noun: "boot",
    share: 1,
    price: 168,
    colours: "Walnut Black Sand Forest Graphite Navy Olive Mustard Terracotta",
    styles: `
      Hiking Boot | 1 | Stiff enough for a pack and soft enough for the walk home. | leather, membrane
      Mountain Boot | 1.7 | Takes a semi-automatic crampon and a scree slope. | leather, membrane
      Chelsea Boot | 0.95 | Elastic sides and a loop, on and off without laces. | leather, membrane
      Rain Boot | 0.45 | Natural rubber to the calf, lined with cotton. | rubber | all
      Winter Boot | 1.15 | Felt lining that comes out to dry, warm to minus twenty. | leather, membrane
      Light Hiking Boot | 0.85 | Mid-cut and 480 g, for paths rather than peaks. | leather, membrane | all, Wide
      Work Boot | 1.05 | Welted, with a toe that can take a falling log. | leather, membrane
    `,
    materials: `
      - | 1 | 2.2 mm nubuck with few seams; can be resoled twice. | leather
      - | 1.12 | Waterproof membrane that still breathes on the climb. | membrane
      - | 1 | Hand-laid rubber with a reinforced heel. | rubber
    `,
    sizes: `
      - | 1 | Sizes 36 to 48, with half sizes to 45. | all
      - | 1 | 620 g in size 42. | weight
      Wide | 1.02 | Cut on the wide last.
    `,
    notes: `
      Dry them slowly, away from the stove.
      The insole comes out to air.
      Walk them in at home for a few evenings.
    `,
  },
  {
    slug: "helmet",
    noun: "helmet",
    share: 0.8,
    price: 78,
    finish: "Matte",
    colours: "Teal White Black Tomato Mustard Navy Sage Coral Graphite Sky Cream",
    styles: `
      Commuter Bike Helmet | 1 | A round shell that looks right with a coat, and a light at the back.
      Road Bike Helmet | 1.5 | Eighteen vents and 240 g.
      Trail Bike Helmet | 1.2 | Low at the neck, with a peak that moves.
      Folding Bike Helmet | 1.4 | Folds to half its width and goes into a bag.
      Kids Bike Helmet | 0.5 | A buckle that cannot pinch, and a wheel that grows along. | * | S
      Skate Helmet | 0.65 | Hard shell, few vents, many knocks.
      Climbing Helmet | 0.9 | Foam to the edge, clips for a head torch. | slip
    `,
    materials: `
      - | 1 | Moulded in one piece with the shell, EN 1078. | bike
      - | 1.2 | A slip layer inside turns with the head in a slanting fall. | slip
    `,
    sizes: `
      M | 1 | Size M, 54 to 58 cm.
      L | 1 | Size L, 58 to 62 cm.
      S | 0.97 | Size S, 50 to 54 cm.
    `,
    notes: `
      A dial at the back sets the fit with one hand.
      The pads come out and wash.
      Replace it after a fall, whatever it looks like.
    `,
  },
  {
    slug: "umbrella",
    noun: "umbrella",
    share: 0.8,
    price: 34,
    again: 0.5,
    colours: "Red Black Navy Mustard Forest Teal Coral Plum Slate Sky",
    styles: `
      Storm Umbrella | 1.1 | Two layers that let the gust through and not the rain.
      Pocket Umbrella | 0.65 | 21 cm folded, so there is no excuse. | * | wind
      Walking Umbrella | 1.4 | A wooden crook, fit to lean on.
      Automatic Umbrella | 0.9 | Opens and closes at a button, with the other hand on the bag.
      Dome Umbrella | 0.8 | Deep and rounded, it comes down over the shoulders.
      Golf Umbrella | 1.2 | Wide enough for two and a dog. | * | XL
      Kids Umbrella | 0.45 | Round tips and a window to look out of. | * | wind
    `,
    materials: `
      - | 1 | Fibreglass ribs that bend back by themselves.
      - | 1.1 | Tight-woven pongee that shakes dry.
    `,
    sizes: `
      - | 1 | 100 cm across, 390 g. | metre
      - | 1.05 | Tested in wind of 90 kilometres an hour. | wind
      XL | 1.25 | 130 cm across.
    `,
    notes: `
      Let it dry half open.
      Ribs are replaced free for two years.
      Comes with a sleeve that you will not lose, because it is sewn on.
    `,
  },
  {
    slug: "jacket",
    noun: "jacket",
    share: 1.2,
    price: 172,
    colours: `${outdoorColours} Red`,
    styles: `
      Rain Jacket + | 0.9 | Three layers, taped seams and a hood that turns with the head.
      Down Jacket | 1.3 | 700-fill down that packs into its own pocket.
      Wind Jacket | 0.55 | 110 g against a cold descent. | * | all, Long
      Fleece Jacket + | 0.5 | Grid fleece that warms while it lets sweat out.
      Cycling Jacket | 0.8 | Longer at the back, bright at the cuffs, pockets where hands look for them.
      Field Jacket | 1.1 | Waxed cotton with four pockets and a storm flap.
      Shell Jacket | 1.9 | The one for bad weather above the hut.
      Quilted Jacket | 0.75 | Thin enough under a coat, warm enough without.
    `,
    materials: `
      - | 1 | Recycled face fabric, free of fluorine.
      - | 1.1 | Underarm zips and a two-way front zip.
    `,
    sizes: `
      - | 1 | XS to XXL, cut to move in. | all
      - | 1 | Weighs 340 g in M. | weight
      Long | 1.1 | The long cut covers the seat.
    `,
    notes: `
      Wash with soap, without softener, and dry it on a line.
      Reflective band over the back.
      Repairs for life at cost price.
    `,
  },
];
