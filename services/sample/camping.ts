import { enamelColours, type KindText, outdoorColours } from "./vocabulary.ts";

export const camping: readonly KindText[] = [
  {
    slug: "tent",
    noun: "tent",
    share: 1,
    price: 279,
    colours: "Forest Apricot Mustard Olive Sand Teal Navy Tomato Slate",
    styles: `
      Ridge Tent + | 0.7 | The two-pole classic, up in five minutes and quiet in the wind.
      Dome Tent + | 0.85 | Stands by itself, so it can be moved after the sun has.
      Tunnel Tent | 1.5 | A long porch for boots, wet dogs and breakfast.
      Trekking Tent | 1.6 | Pitched with walking poles, which saves half the weight. | * | 1P, 2P
      Family Tent | 2 | Two sleeping rooms and headroom between them. | * | 4P
      Cabin Tent | 1.8 | Upright walls and real windows, for those who stay a week. | * | 3P, 4P
      Four-Season Tent | 2.4 | Crossed poles and snow skirts, for nights above the tree line.
    `,
    materials: `
      - | 1 | Ripstop polyester with taped seams, 3,000 mm water column.
      - | 1.2 | Silicone-coated nylon that weighs little and dries in the wind.
    `,
    sizes: `
      2P | 1 | Sleeps two; 2.4 kg with pegs and bag.
      1P | 0.8 | For one person and a pack, 1.3 kg in all.
      3P | 1.25 | Sleeps three, or two with everything indoors; 3.1 kg.
      4P | 1.5 | Sleeps four; 5.2 kg, which two can share.
    `,
    notes: `
      Spare pegs and a repair patch are in the bag.
      Two vents and a mesh door keep it dry inside.
      Dry it before you store it, even after a night without rain.
    `,
  },
  {
    slug: "camp-lantern",
    noun: "lantern",
    share: 0.8,
    price: 38,
    colours: "Mustard Forest Black Tomato Brass Olive Cream Cobalt Apricot",
    styles: `
      Camp Lantern | 1 | Warm light for a table of six, with a hoop to hang it by. | rubber, splash
      Rechargeable Camp Lantern | 1.3 | 80 hours on the lowest step, and it charges a phone in need. | rubber, splash
      Storm Lantern | 0.8 | Burns lamp oil for twenty hours and shrugs off the wind. | oil | tall
      Folding Lantern | 0.65 | Presses flat to three centimetres and hangs from the ridge. | rubber, splash | lumens
      Solar Lantern | 0.75 | A day on top of the pack gives an evening of light. | rubber, splash | lumens
      Trail Lantern | 0.6 | No bigger than an egg, 90 g, and bright enough to cook by. | rubber, splash | lumens
    `,
    materials: `
      - | 1 | Rubber-edged housing that survives a drop from the table. | rubber
      - | 1.1 | Splash-proof, with a switch that works in gloves. | splash
      - | 1 | Galvanised and painted, with a globe that can be replaced. | oil
    `,
    sizes: `
      - | 1 | 300 lumens, dimmed without steps. | lumens
      - | 1 | 18 cm high, 310 g. | tall
      500 lm | 1.25 | 500 lumens at full power, 12 hours at half.
    `,
    notes: `
      Hangs from a branch, a ridge pole or a nail.
      Spare parts are kept for ten years.
      Take it indoors in a power cut; it has been done.
    `,
  },
  {
    slug: "sleeping-mat",
    noun: "roll mat",
    share: 0.8,
    price: 58,
    colours: "Forest Apricot Navy Teal Graphite Mustard Olive Cobalt Tomato",
    styles: `
      Foam Roll Mat | 0.5 | Closed-cell foam that cannot be punctured and sits on the outside of the pack.
      Self-Inflating Roll Mat | 1.1 | Open the valve, put the kettle on, and it is ready.
      Insulated Roll Mat | 1.6 | R-value 4.8, warm on frozen ground.
      Trekking Roll Mat | 1.3 | Tapered at the feet, which saves weight where none rests.
      Ultralight Roll Mat | 1.7 | As small as a water bottle when packed. | * | usual, 195 cm
    `,
    materials: `
      - | 1 | Two straps hold it rolled.
      - | 1.1 | The brushed top keeps a sleeping bag from sliding.
    `,
    sizes: `
      - | 1 | 183 by 51 cm, 4 cm thick. | usual
      - | 1 | Weighs 640 g with its bag. | weight
      195 cm | 1.15 | The 195 cm length is for those whose heels hang over.
    `,
    notes: `
      Store it unrolled and it stays springy.
      Comes with a bag sewn from offcuts.
      Wipe with soapy water and let it dry in the shade.
    `,
  },
  {
    slug: "camp-mug",
    noun: "mug",
    share: 0.6,
    price: 13,
    again: 0.7,
    colours: enamelColours,
    styles: `
      Camp Mug + | 0.9 | Enamel that goes on the fire and into the rucksack.
      Enamel Camp Mug + | 1 | Two coats of enamel over pressed metal, with a rolled rim.
      Double-Wall Camp Mug | 1.7 | Air between two walls: hot inside, cool outside. | any
      Folding Camp Mug | 1.2 | Silicone that flattens to two centimetres. | any
    `,
    materials: `
      - | 1 | A chip shows character and does no harm. | enamel
      - | 1.05 | Fits over the foot of most gas cartridges. | any
    `,
    sizes: `
      - | 1 | Holds 350 ml.
      500 ml | 1.2 | Holds 500 ml, tea or soup.
      300 ml | 0.9 | 300 ml, marked inside every 100.
    `,
    notes: `
      Hangs on a karabiner.
      Goes in the dishwasher at home.
      Let it cool before it meets your lips.
    `,
  },
  {
    slug: "camp-chair",
    noun: "chair",
    share: 0.6,
    price: 64,
    again: 0.5,
    colours: outdoorColours,
    styles: `
      Camp Chair | 0.8 | Unfolds in one movement and has a net for a bottle in the arm.
      Packable Camp Chair | 1.5 | Shock-corded poles and a seat that packs to the size of a loaf.
      Low Beach Chair | 0.85 | Sits 25 cm above the sand, legs out. | * | load
      Director Camp Chair | 1.2 | A canvas back, wooden arms and a side table that folds out.
      Rocking Camp Chair | 1.4 | Rocks on grass, gravel and decking.
    `,
    materials: `
      - | 1 | 600-denier polyester on a powder-coated frame.
      - | 1.15 | Cotton canvas that gets better with the years.
    `,
    sizes: `
      - | 1 | Carries 120 kg. | load
      - | 1.05 | Seat height 42 cm, bag included. | high
    `,
    notes: `
      Wide feet do not sink into soft ground.
      Hose it off and let it dry open.
      Covers can be bought separately.
    `,
  },
  {
    slug: "picnic-blanket",
    noun: "blanket",
    share: 0.6,
    price: 46,
    colours: "Tomato Navy Forest Mustard Sky Cream Coral Sage Teal",
    styles: `
      Picnic Blanket | 1 | Soft above, waterproof below, with a carrying handle. | wool, acrylic
      Checked Picnic Blanket + | 1.1 | The big check that a picnic is supposed to have. | wool, acrylic
      Beach Blanket | 0.7 | Sand falls through it; four corners take pegs or stones. | light
      Padded Picnic Blanket | 1.35 | A centimetre of padding, for grass with roots under it. | wool, acrylic
      Pocket Picnic Blanket | 0.5 | Folds into a pouch no bigger than a phone. | light
    `,
    materials: `
      - | 1 | Recycled wool on a coated backing. | wool
      - | 0.9 | Brushed acrylic that washes at 30 degrees. | acrylic
      - | 1 | Light ripstop that dries in minutes. | light
    `,
    sizes: `
      - | 1 | 150 by 200 cm, four people and a cake.
      XL | 1.35 | 200 by 220 cm, for a family with a dog.
      - | 0.9 | 140 by 140 cm, just right for two.
    `,
    notes: `
      Shake, fold, strap.
      Dries on a railing in an hour.
      The strap is vegetable-tanned leather.
    `,
  },
  {
    slug: "water-bottle",
    noun: "bottle",
    share: 1.2,
    price: 28,
    again: 0.5,
    finish: "Matte",
    colours: outdoorColours,
    styles: `
      Insulated Bottle + | 1.1 | Keeps ice for a day and tea for half of one. | metal
      Trail Bottle + | 0.65 | Light, see-through and marked, so you know what is left at noon. | plastic
      Bike Bottle | 0.5 | Squeezes easily and seals itself. | plastic
      Glass Bottle | 0.85 | Glass in a soft sleeve, for water that tastes of nothing. | glass
      Loop-Cap Bottle | 1.2 | A screw cap with a loop that takes a finger or a karabiner. | metal
      Straw Bottle | 0.95 | Flip the straw up and drink without tilting. | metal
      Collapsible Bottle | 0.7 | Rolls up to nothing when empty. | plastic
    `,
    materials: `
      - | 1 | 18/8 stainless inside, powder-coated outside. | metal
      - | 0.95 | Free of BPA, and no taste from yesterday. | plastic
      - | 1.05 | 2 mm borosilicate that takes boiling water. | glass
    `,
    sizes: `
      750 ml | 1.1 | Holds 750 ml and fits a bike cage.
      500 ml | 0.95 | Holds 500 ml and fits a coat pocket.
      1 L | 1.25 | A litre, for long days and hot ones.
    `,
    notes: `
      Lid and seal go in the dishwasher.
      Every part of the lid can be replaced.
      A wide neck takes ice cubes and a brush.
    `,
  },
];
