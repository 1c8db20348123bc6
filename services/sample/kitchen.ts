import { ceramicColours, type KindText, timberColours } from "./vocabulary.ts";

export const kitchen: readonly KindText[] = [
  {
    slug: "mug",
    noun: "mug",
    share: 1.9,
    price: 14,
    again: 0.8,
    finish: "Matte",
    colours: ceramicColours,
    styles: `
      Speckled # Mug | 1.05 | Iron in the clay leaves a different scatter of speckles on every piece. | Stoneware
      Tall # Mug | 1.1 | A tall shape that keeps the last third warm while you read.
      Dipped # Mug + | 1.1 | Dipped by hand, so the line between the two glazes wanders a little. | Stoneware, Porcelain
      Diner Mug | 0.85 | The heavy-bottomed diner shape, hard to tip over and comfortable in two hands. | Stoneware
      Latte Mug | 1.15 | Wide enough at the top for milk foam, narrow enough at the foot for a bedside table.
      Low # Mug | 0.9 | Low and wide, so it fits under the spout of any machine.
      Striped # Mug + | 1.1 | Two painted bands, drawn on the wheel before the second firing.
      Faceted # Mug | 1.25 | Cut with twelve facets that catch the light and give the fingers a grip.
      Everyday # Mug | 0.8 | Plain, stackable and cheap enough to replace when one goes missing at the office. | Stoneware, Porcelain
      Hand-Thrown Mug | 1.9 | Thrown on the wheel in a two-person studio, with the maker's mark under the foot. | Stoneware
    `,
    materials: `
      Stoneware | 1 | Stoneware fired at 1,240 °C, safe in the dishwasher, the microwave and the oven.
      Porcelain | 1.2 | Fine porcelain, thin at the lip and stronger than it looks.
      Bone China | 1.6 | Bone china weighs half as much as stoneware and lets the light through at the rim.
    `,
    sizes: `
      - | 1 | Holds 300 ml, filled to a finger below the rim.
      - | 1 | Takes 350 ml, which most people mean by a mug.
      400 ml | 1.15 | Holds 400 ml, a full pour-over with room for milk.
      250 ml | 0.9 | At 250 ml it suits a flat white or a small tea.
    `,
    notes: `
      The handle takes three fingers.
      Goes in the dishwasher; the unglazed foot will not scratch a table.
      Sold singly, so a set can mix colours.
      Stacks two high on an ordinary shelf board.
    `,
  },
  {
    slug: "teapot",
    noun: "teapot",
    share: 0.9,
    price: 38,
    finish: "Matte",
    colours: ceramicColours,
    styles: `
      Round Teapot | 1 | The classic round belly, which lets the leaves turn freely as they steep.
      Small Teapot | 0.8 | For one person and a second helping. | Stoneware, Porcelain | 0.6 L
      Cast Teapot | 1.5 | Heavy cast body that keeps tea hot for most of an hour. | Iron
      Speckled Teapot | 1.05 | A speckled glaze over red clay, a little different on each pot. | Stoneware
      Dipped Teapot + | 1.1 | Two glazes meet at the waist in a line drawn by hand. | Stoneware, Porcelain
      Family Teapot | 1.25 | Pours six cups in one go and stands steady on an uneven table. | Stoneware, Porcelain | 1.3 L
      Side-Handle Teapot | 1.45 | A Japanese side handle that turns in the wrist, for short infusions of green tea. | Stoneware, Porcelain, Iron | 0.6 L
      Low Teapot | 1.2 | Wide and low, with a spout that cuts off cleanly after the last drop.
    `,
    materials: `
      Stoneware | 1 | Glazed stoneware inside and out, safe in the dishwasher.
      Porcelain | 1.2 | White porcelain under the glaze, so the inside never takes a stain.
      Iron | 1.3 | Cast iron with an enamelled inside that will not rust; rinse without soap.
    `,
    sizes: `
      1 L | 1.1 | Holds one litre, four mugs.
      - | 1 | Holds 0.8 litres, enough for three.
      0.6 L | 0.9 | Holds 0.6 litres, two mugs each half refilled.
      1.3 L | 1.25 | The 1.3 litre size serves a table of five.
    `,
    notes: `
      Comes with a steel strainer that lifts out once the tea is strong enough.
      The lid locks under a small lip and stays on to the last pour.
      Warm it with hot water first and the tea stays hot a quarter of an hour longer.
      The knob stays cool to the touch.
    `,
  },
  {
    slug: "kettle",
    noun: "kettle",
    share: 1.1,
    price: 62,
    finish: "Matte",
    colours: "Black Steel Cream Copper Tomato Forest White Graphite Navy Sage Mustard",
    styles: `
      Gooseneck Kettle | 1.1 | A narrow spout for slow, even pouring, with a counterweighted handle. | steel, handle | 0.9 L, 1.2 L, one
      Pour-Over Kettle | 1.25 | Built for filter coffee: the flow starts at a drip and stops without a splash. | steel, handle | 0.9 L, 1.2 L, one
      Stovetop Kettle | 0.8 | A plain stovetop kettle with a wide base that boils fast. | steel, handle
      Whistling Kettle | 0.75 | Whistles in two notes when it boils, loud enough for the next room. | steel, handle
      Electric Kettle | 1.05 | 1,800 watts bring a full kettle to the boil in four minutes, then it switches itself off. | steel, handle
      Variable Kettle | 1.75 | Set any temperature from 40 to 100 degrees and it holds there for half an hour. | steel, handle
      Enamel Kettle | 0.7 | Enamel over sheet metal, light to lift and easy to wipe clean. | enamel, handle
    `,
    materials: `
      - | 1 | 18/10 stainless body with a welded spout, no seam to scale up. | steel
      - | 1.1 | The handle is insulated and the lid stays on past 90 degrees. | handle
      - | 0.95 | Two coats of enamel inside and out, and a rim of bare steel. | enamel
    `,
    sizes: `
      0.9 L | 1 | Holds 0.9 litres, enough for three cups.
      1.2 L | 1.15 | Holds 1.2 litres and weighs 980 g empty.
      - | 1.05 | Holds one litre, marked inside at every quarter. | one
      1.7 L | 1.3 | The 1.7 litre size fills a teapot and a hot-water bottle.
    `,
    notes: `
      The opening is wide enough for a hand, which makes descaling easy.
      Descale every month or two with a spoon of citric acid.
      The base is 15 cm across.
      Five-year guarantee on the body, two on the lid.
    `,
  },
  {
    slug: "grinder",
    noun: "grinder",
    share: 0.9,
    price: 68,
    finish: "Matte",
    colours: "Cream Black Steel Copper Walnut Forest Navy Tomato White Sage",
    styles: `
      Burr Hand Grinder | 0.8 | Forty turns grind enough for a two-cup pot, with conical burrs that stay sharp for years.
      Travel Hand Grinder | 0.75 | Slim enough to stand inside a travel press, with a crank that folds flat.
      Electric Burr Grinder | 1.9 | Thirty settings from Turkish to French press, and a timer that stops at the dose you like.
      Espresso Grinder | 2.3 | Stepless adjustment for the last half second of a shot, and a fork for the portafilter.
      Filter Coffee Grinder | 1.5 | Large flat burrs turn slowly, so the coffee stays cool and the fines stay few.
      Box Coffee Grinder | 0.9 | The kitchen-table classic with a drawer, held between the knees as it always was. | * | small
    `,
    materials: `
      - | 1 | Hardened 38 mm burrs run on two bearings, so nothing wobbles.
      - | 1.12 | Ceramic burrs that never rust and need no oil.
    `,
    sizes: `
      - | 1 | The hopper takes 30 g of beans. | small
      - | 1.05 | Takes 40 g at a time, a pot for four.
      60 g | 1.15 | The glass jar holds 60 g, four large cups.
    `,
    notes: `
      Comes apart without tools; brush it out once a week.
      A brush and a spare seal are in the box.
      The setting can be locked, so it does not drift from one morning to the next.
      The silicone foot keeps it from walking across the worktop.
    `,
  },
  {
    slug: "spice-grinder",
    noun: "grinder",
    share: 0.7,
    price: 27,
    again: 0.5,
    colours: "Walnut Oak Black White Steel Tomato Olive Brass Cream",
    styles: `
      Pepper Grinder | 1 | Turn the top knob for a finer or coarser grind, anything from dust to cracked.
      Salt Grinder | 1 | Made for coarse dry salt, with a mechanism that does not corrode. | ceramic
      Tall Pepper Grinder | 1.4 | The long one that waiters carry, which is simply easier to turn. | * | 22 cm
      Spice Grinder + | 1.1 | For cumin, coriander and chilli; the lower half doubles as a keeping jar.
      One-Hand Pepper Grinder | 1.3 | Squeeze the two ears together and it grinds, leaving a hand for the pan.
      Chilli Grinder | 1.05 | Made for dried flakes, with a mouth wide enough for small whole pods.
    `,
    materials: `
      - | 1 | The case-hardened mechanism carries a 25-year guarantee.
      - | 1.05 | Ceramic mechanism, good for salt, pepper and dry herbs alike. | ceramic
    `,
    sizes: `
      - | 1 | Stands 16 cm tall.
      12 cm | 0.85 | At 12 cm it lives on the table, not in the cupboard.
      22 cm | 1.25 | 22 cm tall, with room for a season's supply.
    `,
    notes: `
      Comes empty, to be filled with what you like.
      Wipe it with a dry cloth; it does not want water.
      Fill from the top, no funnel needed.
    `,
  },
  {
    slug: "pan",
    noun: "pan",
    share: 1.3,
    price: 54,
    finish: "Matte",
    colours: "Black Tomato Graphite Cream Cobalt Forest Steel Copper Mustard Teal",
    styles: `
      Cast Iron Pan | 0.9 | Pre-seasoned and better every year; it goes from hob to oven to table. | iron
      Enamel Skillet Pan | 1 | Enamelled cast iron that needs no seasoning and does not mind tomatoes. | iron
      Sauté Pan | 1.3 | Straight sides and a second grip, for braising as much as for frying. | clad | 26 cm, 24 cm, 28 cm
      Frying Pan | 0.85 | Sloped sides so an omelette slides out by itself. | clad, carbon
      Carbon Frying Pan | 0.95 | Thin, quick and naturally non-stick once it has fried its first dozen eggs. | carbon
      Ceramic Pan | 0.8 | A ceramic coating without PFAS that wants little oil and medium heat. | clad
      Grill Pan | 1.05 | High ridges leave the stripes and let the fat run off. | iron | 26 cm, 24 cm, 28 cm
      Crêpe Pan | 0.75 | A rim of just one centimetre, so the spatula gets under the edge. | carbon, iron | 26 cm, 24 cm, 28 cm
    `,
    materials: `
      iron | 1 | 5 mm of cast iron holds its heat when a cold steak goes in.
      clad | 1.35 | Three layers with an aluminium core, so it heats evenly up the sides.
      carbon | 1 | 2.5 mm carbon sheet, about two thirds of the weight of cast iron.
    `,
    sizes: `
      26 cm | 1.1 | 26 cm across, enough for four eggs or two steaks.
      24 cm | 1 | The 24 cm size suits two people.
      28 cm | 1.22 | 28 cm across the rim and 20 cm at the base.
      20 cm | 0.8 | At 20 cm it is the pan for one egg and a late breakfast.
    `,
    notes: `
      Works on gas, induction, ceramic and in the oven.
      Wash by hand, dry on the hob, and rub with a drop of oil.
      The handle is riveted twice and has a hole for hanging.
      Oven-safe to 260 degrees.
    `,
  },
  {
    slug: "bowl",
    noun: "bowl",
    share: 1.3,
    price: 24,
    again: 0.7,
    colours: ceramicColours,
    styles: `
      Mixing Bowl | 1 | A pouring lip on one side and a flat spot to tilt it on while whisking. | * | mid, 2 L, 24 cm
      Serving Bowl | 1.3 | Wide and shallow, for a salad that should be seen. | stoneware, porcelain | mid, 2 L, 24 cm
      Ramen Bowl | 0.9 | Deep enough for the broth, flared enough for the chopsticks to rest. | stoneware, porcelain | mid
      Breakfast Bowl | 0.6 | Straight sides, so the last spoonful does not run away. | stoneware, porcelain | 0.7 L
      Fruit Bowl | 1.5 | On a raised foot, with air under the fruit. | stoneware, porcelain | mid, 24 cm
      Banded Bowl + | 1.05 | Three bands in a second glaze, after old dairy ware. | stoneware
      Nesting Bowl | 0.85 | Nests with its smaller and larger sisters and takes no more room than one.
      Speckled Bowl | 0.95 | A satin glaze over speckled clay. | stoneware
    `,
    materials: `
      stoneware | 1 | Heavy stoneware that stays put, safe in oven and dishwasher.
      porcelain | 1.15 | Hard porcelain that does not chip at the first knock.
      enamel | 0.85 | Enamelled metal, light, and unharmed by a fall.
    `,
    sizes: `
      - | 1 | Holds 1.2 litres. | mid
      2 L | 1.3 | Two litres, enough for a cake batter or six portions of salad.
      0.7 L | 0.75 | Holds 0.7 litres and fits the upper rack of a dishwasher.
      24 cm | 1.25 | 24 cm across and 9 cm deep.
    `,
    notes: `
      A ring under the foot keeps it from sliding.
      Covered with a plate it goes straight into the fridge.
      Mixes with every other colour of the range.
    `,
  },
  {
    slug: "board",
    noun: "board",
    share: 0.9,
    price: 46,
    colours: timberColours,
    styles: `
      % Board & Santoku Knife | 1.6 | A board and the one knife that does nearly everything, made for each other.
      % Board & Chef Knife | 1.9 | The 20 cm chef's blade and a board long enough for it. | * | 45 cm, wide
      % Board & Paring Knife | 0.9 | A small board and a 9 cm blade for fruit, garlic and cheese. | * | 30 cm
      Carving Board | 1.3 | A deep channel around the edge keeps the juices of a roast off the table.
      Bread Board | 0.85 | Long enough for a country loaf, with a grid that catches the crumbs.
      End-Grain Board | 2 | End grain closes again behind the blade, so knives stay sharp and cuts disappear. | staves
      Cheese Board | 0.8 | Round at the corners and good-looking enough to stay on the table.
      Paddle Board | 0.75 | A handle at one end for carrying, a hole in it for hanging.
    `,
    materials: `
      - | 1 | Cut from one plank, 22 mm thick, and oiled three times.
      - | 1.1 | Glued up from staves with upright grain, so it stays flat. | staves
    `,
    sizes: `
      - | 1 | Measures 36 by 24 cm. | wide
      45 cm | 1.25 | 45 by 30 cm, with room for the whole dinner.
      30 cm | 0.8 | The 30 cm size fits into the sink.
    `,
    notes: `
      Rinse, stand it up to dry, and oil it a few times a year.
      Wood from managed forests in Europe.
      Four cork feet on one side keep it from sliding.
      Not for the dishwasher, which no board survives.
    `,
  },
  {
    slug: "toaster",
    noun: "toaster",
    share: 0.7,
    price: 66,
    finish: "Matte",
    colours: "Mustard Cream Black Steel Tomato Sage White Sky Graphite Blush Teal",
    styles: `
      Two-Slot Toaster | 0.9 | Two wide slots that take hand-cut bread as well as sliced.
      Long-Slot Toaster | 1.15 | One long slot for sourdough, two slices side by side.
      Four-Slot Toaster | 1.5 | Two controls for two pairs of slices: light for one, dark for the other.
      Retro Toaster | 1.25 | Round shoulders, a heavy lever and a dial that clicks.
      Compact Toaster | 0.65 | No longer than a loaf tin, for kitchens where every hand's width counts.
      Bagel Toaster | 1.05 | The bagel setting browns the cut side and only warms the other.
    `,
    materials: `
      - | 1 | Painted metal housing that stays cool enough to touch.
      - | 1.08 | Seven browning levels, each repeatable to a few seconds.
    `,
    sizes: `
      - | 1 | 900 watts, with a cord of one metre.
      - | 1 | Weighs 1.9 kg; the cord winds up underneath.
      - | 1.05 | A high lift brings out crumpets and small slices without a fork.
    `,
    notes: `
      The crumb tray slides out at the back.
      Has a defrost button and one to stop at once.
      A warming rack for rolls comes with it.
      Three-year guarantee, and heating elements can be replaced.
    `,
  },
  {
    slug: "oil-bottle",
    noun: "bottle",
    share: 0.6,
    price: 20,
    again: 0.5,
    colours: "Olive Cream White Forest Terracotta Black Mustard Sage Steel Cobalt",
    styles: `
      Oil Bottle | 1 | A thin spout that pours a thread and takes back the last drop.
      Vinegar Bottle | 0.95 | The counterpart to the oil: a stopper that seals and an acid-proof glaze.
      Drizzle Bottle | 0.8 | Narrow at the tip, for dressing a plate rather than drowning it.
      Dipped Oil Bottle + | 1.15 | Half in one glaze, half in another, with a cork that fits.
      Soy Sauce Bottle | 0.7 | Two openings, one for the finger, so it pours a drop or a stream. | * | 250 ml
    `,
    materials: `
      - | 1 | Opaque, because light is what turns oil rancid.
      - | 1.1 | Glazed inside and out, safe in the dishwasher without its stopper.
    `,
    sizes: `
      500 ml | 1.1 | Holds 500 ml, a whole bottle decanted.
      250 ml | 0.8 | 250 ml, the right size for the table.
      - | 1 | Holds 350 ml and stands 22 cm tall.
    `,
    notes: `
      The opening is wide enough for a bottle brush.
      Comes with a funnel.
      Wipe the neck now and then and it will not stick.
    `,
  },
];
