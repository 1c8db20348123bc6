import { ceramicColours, type KindText, textileColours } from "./vocabulary.ts";

export const home: readonly KindText[] = [
  {
    slug: "table-lamp",
    noun: "table lamp",
    share: 1,
    price: 78,
    colours: "Plum Cream Terracotta Mustard Sage Black White Brass Teal Blush Navy Coral",
    styles: `
      Mushroom Table Lamp | 1.1 | One rounded shape from foot to shade, with the light falling straight down. | foot
      Pleated Table Lamp | 1 | A pleated fabric shade softens the bulb to an even glow.
      Globe Table Lamp | 0.9 | An opal glass ball that lights a whole corner without glare. | foot
      Ceramic Table Lamp | 1.15 | The base is thrown and glazed like a vase, so no two are quite alike.
      Bedside Table Lamp | 0.7 | Small enough for a stack of books beside it, with the switch on the cord. | * | low
      Banker Table Lamp | 1.3 | The old reading-room shape, with a pull chain. | foot
      Cordless Table Lamp | 1.25 | Runs 14 hours on a charge, on the balcony as well as by the bed. | foot | mid
    `,
    materials: `
      - | 1 | The shade is cotton over a wire frame and can be replaced. | fabric
      - | 1.12 | A weighted foot that a cat does not tip. | foot
    `,
    sizes: `
      - | 1 | 42 cm high, 28 cm across at the widest. | mid
      - | 0.95 | 38 cm high with a 1.8 m fabric cord. | low
      55 cm | 1.3 | At 55 cm it lights a sofa from the side table.
    `,
    notes: `
      Gives a warm light of 2,700 kelvin.
      A warm LED bulb is included.
      Felt under the foot spares the wood.
      Dust the shade with a soft brush.
    `,
  },
  {
    slug: "candle",
    noun: "candle",
    share: 1.4,
    price: 22,
    again: 1,
    consumable: true,
    colours: "Teal Cream Blush Forest Terracotta Plum White Mustard Black Lilac Sand Navy",
    styles: `
      Fig & Cedar Candle | 1.1 | Green fig leaf first, then dry cedar when the room has warmed.
      Bergamot Candle | 1 | Bright bergamot peel over a little black tea.
      Beeswax Candle | 1.2 | Pure beeswax, with no scent but its own faint honey. | beeswax
      Wild Mint Candle | 0.95 | Crushed mint and cut grass, a summer kitchen with the door open.
      Sea Salt Candle | 1 | Salt, driftwood and a touch of juniper.
      Vanilla & Smoke Candle | 1.1 | Vanilla pod and birch smoke, warm but not sweet.
      Unscented Candle | 0.7 | Nothing but light, for the dinner table.
      Lavender Candle | 0.95 | Provençal lavender with a clean, almost peppery edge.
      Neroli Candle | 1.25 | Orange blossom and a green stem note, light enough for a bathroom.
    `,
    materials: `
      - | 1 | Soy and rapeseed wax with a cotton wick, poured by hand.
      beeswax | 1.2 | Burns slowly and almost without soot.
    `,
    sizes: `
      - | 1 | 220 g, about 45 hours.
      120 g | 0.65 | The 120 g size burns for 25 hours.
      400 g | 1.6 | Two wicks and 400 g of wax, for 60 hours in a large room.
    `,
    notes: `
      Let the whole surface melt the first time and it will never tunnel.
      Trim the wick to half a centimetre before each lighting.
      The glass makes a good tumbler afterwards.
      Never leave it burning alone.
    `,
  },
  {
    slug: "lantern",
    noun: "lantern",
    share: 0.6,
    price: 36,
    colours: "Brass Black Copper White Sage Graphite Terracotta Cream",
    styles: `
      Garden Lantern | 1.1 | Rain runs off the roof and the flame stays in, all summer long.
      Glass Lantern | 1 | Four clear panes and a door on a brass-coloured hinge.
      Moroccan Lantern | 1.3 | Cut metal throws a pattern over walls and ceiling.
      Hanging Lantern | 1.05 | Comes with a chain of 60 cm and a hook for the ceiling.
      Windowsill Lantern | 0.7 | Narrow enough for the windowsill, and steady in a draught. | * | ring, pillar
      Table Lantern | 0.8 | Low enough to see across and bright enough to eat by. | * | ring, pillar
    `,
    materials: `
      - | 1 | Powder-coated metal and 3 mm glass.
      - | 1.1 | Galvanised first and painted after, so it can stay outside.
    `,
    sizes: `
      - | 1 | 30 cm high with the ring. | ring
      - | 0.9 | Takes a pillar up to 8 cm thick. | pillar
      45 cm | 1.45 | 45 cm high, made for the foot of a staircase or a doorstep.
    `,
    notes: `
      A lift-out tray catches the wax.
      Also good for an LED light on a timer.
      Clean the panes with warm water and a drop of vinegar.
    `,
  },
  {
    slug: "clock",
    noun: "clock",
    share: 0.8,
    price: 44,
    colours: "Sage White Black Oak Walnut Mustard Tomato Navy Brass Cream Teal",
    styles: `
      Quiet Wall Clock | 1 | A sweeping movement without a tick, for rooms where people sleep or write.
      Station Wall Clock | 1.25 | Legible across a hall, after the clocks on railway platforms.
      Kitchen Wall Clock | 0.75 | A plain face with minute marks, because eggs want minutes.
      Schoolhouse Wall Clock | 1.15 | Big numerals and a wide ring, as it hung above the blackboard.
      Railway Clock | 1.4 | The second hand waits a moment at the top of every minute.
      Sunburst Wall Clock | 1.5 | Twelve rays around a small face, a piece from 1958 made again.
      Numberless Wall Clock | 0.95 | Four marks and two hands, which is all it takes.
    `,
    materials: `
      - | 1 | Turned frame behind a mineral glass.
      - | 1.1 | Radio-controlled, so it changes to summer time by itself.
    `,
    sizes: `
      - | 1 | 30 cm across.
      25 cm | 0.85 | 25 cm across and only 4 cm deep.
      40 cm | 1.35 | At 40 cm it can be read from the far end of a long room.
    `,
    notes: `
      One AA battery lasts about two years.
      Hangs on a single nail; the hook is let into the back.
      Loses less than a second a day.
    `,
  },
  {
    slug: "chair",
    noun: "chair",
    share: 1,
    price: 210,
    colours: "Mustard Forest Navy Blush Terracotta Grey Teal Plum Cream Black",
    styles: `
      Wingback Chair | 1.7 | High sides keep the draught out and the reader in. | * | easy, strong
      Buttoned Chair | 1.3 | A deep-buttoned back with just enough spring. | * | easy, strong
      Dining Chair | 0.6 | A curved back that supports without pressing, course after course.
      Spindle Chair | 0.75 | Nine turned spindles and a saddle seat, light enough to lift with one hand. | frame
      Lounge Chair | 1.5 | Low, reclined and wide enough to draw up the feet. | * | easy, strong
      Reading Chair | 1.4 | Arms at the right height for a heavy book. | * | easy, strong
      Bentwood Chair | 0.7 | Beech bent under steam, a café shape since 1859. | frame
      Rocking Chair | 1.25 | Long runners that stop gently at either end. | frame | easy, strong
    `,
    materials: `
      - | 1 | Solid beech frame with mortised joints, no staples. | frame
      - | 1.12 | The cover comes off by a zip and washes at 30 degrees. | cover
    `,
    sizes: `
      - | 1 | Seat height 45 cm, weight 6 kg. | table
      - | 1 | Assembled in ten minutes with the key in the box. | easy
      - | 1.05 | Carries up to 130 kg. | strong
    `,
    notes: `
      Felt for wooden floors is included.
      Finished with a water-based lacquer that does not yellow.
      Spare parts can be ordered for ten years.
    `,
  },
  {
    slug: "cushion",
    noun: "cushion",
    share: 1.3,
    price: 32,
    again: 0.8,
    colours: textileColours,
    styles: `
      Linen Cushion | 1.1 | Washed linen that starts soft and goes on getting softer. | linen
      Velvet Cushion | 1.15 | Short-pile cotton velvet, darker or lighter as you stroke it. | cotton
      Zigzag Cushion + | 1 | A woven zigzag, so the pattern shows on both sides. | cotton, wool
      Bouclé Cushion | 1.2 | Looped wool yarn with a surface like a lamb. | wool
      Floor Cushion | 1.7 | Thick and firm, a seat for one more. | cotton, linen | large
      Quilted Cushion | 1.05 | Diagonal quilting by hand, 9 stitches to the decimetre. | cotton
      Corduroy Cushion | 0.9 | Wide-wale corduroy with piped edges. | cotton
      Striped Cushion + | 0.95 | Ticking stripes, as on old mattresses. | cotton, linen
    `,
    materials: `
      cotton | 1 | Cotton cover, washable at 40 degrees.
      linen | 1.15 | European linen, 240 g per square metre.
      wool | 1.2 | New wool, best aired and spot-cleaned.
    `,
    sizes: `
      45 cm | 1 | 45 by 45 cm, filling included.
      - | 1.05 | 50 by 50 cm, filled with 600 g of duck feather. | large
      60 x 40 cm | 1.1 | 60 by 40 cm, the right shape for the small of the back.
      - | 0.9 | 40 by 40 cm with a recycled filling that does not clump.
    `,
    notes: `
      The zip is hidden in the seam.
      Also sold as a cover alone on request.
      The edge is stitched twice.
    `,
  },
  {
    slug: "blanket",
    noun: "blanket",
    share: 1,
    price: 84,
    again: 0.5,
    colours: textileColours,
    styles: `
      Merino Throw | 1.35 | Merino as fine as a jumper's, warm without weight. | wool
      Waffle Throw | 0.65 | An open waffle that dries quickly and folds small. | cotton
      Herringbone Blanket + | 1.1 | Woven in herringbone and brushed once on each side. | wool
      Chunky Knit Throw | 1.2 | Knitted on needles as thick as a thumb.
      Fringed Throw + | 0.9 | Twisted fringes on the two short sides.
      Cable-Knit Throw | 1.1 | Thick cables, knitted in one piece without a seam.
      Quilted Blanket | 1.15 | Light filling between two layers, for the nights between seasons. | cotton
      Alpaca Throw | 1.7 | Baby alpaca from the Peruvian highlands, softer than cashmere at half the price. | wool
    `,
    materials: `
      wool | 1.15 | Spun and woven in one mill; air it and it cleans itself.
      cotton | 0.9 | Organic cotton, machine-washable at 40 degrees.
    `,
    sizes: `
      - | 1 | 130 by 180 cm.
      - | 1.1 | 140 by 200 cm, enough to cover the feet.
      - | 0.95 | Weighs 780 g and folds to the size of a pillow.
    `,
    notes: `
      Comes in a cotton bag that keeps moths out.
      Does not shed after the first wash.
      Long enough to share.
    `,
  },
  {
    slug: "plant-pot",
    noun: "pot",
    share: 1.4,
    price: 19,
    again: 0.9,
    colours: "Terracotta White Sage Cream Slate Mustard Blush Teal Black Cobalt Coral Forest",
    styles: `
      % Pot with Aloe | 1.3 | Planted with a young aloe, which asks for a bright place and little else. | clay | plain
      % Pot with Ficus | 1.8 | Comes with a ficus of about 40 cm, already used to rooms. | clay | plain
      % Pot with Cactus | 1.15 | With a cactus that flowers in spring if you leave it dry all winter. | clay | plain
      Ribbed Plant Pot | 1 | Upright ribs and a saucer in the same glaze.
      Footed Plant Pot | 1.25 | Stands on three feet, so water drains and the floor stays dry.
      Speckled Plant Pot | 1 | A pale speckle that suits any leaf.
      Self-Watering Plant Pot | 1.4 | A reservoir in the base waters for two weeks while you are away.
      Hanging Plant Pot | 1.1 | On a braided cord, for a trailing ivy or a string of pearls. | * | plain, 12 cm
      Dipped Plant Pot + | 1.1 | Two glazes that meet at the waist.
    `,
    materials: `
      - | 1 | Fired clay, thick enough to keep the roots cool. | clay
      - | 1.08 | Frost-proof, so it may spend the winter on the balcony.
    `,
    sizes: `
      - | 1 | 15 cm wide at the rim and 14 cm deep. | plain
      12 cm | 0.75 | The 12 cm size fits a windowsill.
      20 cm | 1.5 | 20 cm wide at the rim, for a plant that has settled in.
      26 cm | 2.1 | 26 cm wide and 24 cm deep, and heavy once filled.
    `,
    notes: `
      Water when the top centimetre of soil is dry.
      The glaze stops above the foot, so it can breathe.
      Turn it a quarter once a week and the plant grows straight.
    `,
  },
  {
    slug: "vase",
    noun: "vase",
    share: 1,
    price: 34,
    again: 0.6,
    colours: ceramicColours,
    styles: `
      Bud Vase | 0.6 | For one stem, or three in a row with its sisters. | * | low
      Belly Vase | 1.15 | A round belly and a narrow neck that gathers a loose bunch by itself.
      Ribbed Vase | 1 | Fine ribs pulled up while the clay was turning.
      Tall Vase | 1.5 | For branches, gladioli and everything else that falls out of other vases. | * | 30 cm
      Bottle-Neck Vase | 0.95 | Looks finished even with nothing in it.
      Banded Vase + | 1.1 | Painted bands that follow the throwing lines.
      Pitcher Vase | 1.2 | A handle and a lip, so it serves water when there are no flowers.
      Pebble Vase | 0.85 | Shaped like a stone from the beach, low and steady. | * | low
    `,
    materials: `
      stoneware | 1 | Stoneware glazed inside, so it holds water for as long as the flowers last.
      porcelain | 1.2 | Unglazed porcelain outside, smooth as eggshell.
    `,
    sizes: `
      - | 1 | 22 cm tall with a 4 cm neck. | mid
      - | 0.85 | 16 cm tall, 12 cm at the widest. | low
      30 cm | 1.4 | 30 cm tall and 1.6 kg, so it stays where it stands.
    `,
    notes: `
      Rinse with baking soda and a bottle brush.
      Felt under the foot protects wood.
      Each one is signed under the base.
    `,
  },
  {
    slug: "shelf",
    noun: "shelf",
    share: 0.8,
    price: 138,
    colours: "Oak Walnut White Black Bamboo Forest Grey Mustard",
    styles: `
      Ladder Shelf | 1.2 | Leans against the wall on two feet, each board a little deeper than the one above.
      Wall Shelf | 0.4 | Floats on two hidden steel pins and carries 25 kg. | * | 60 cm, 120 cm
      Book Shelf | 1.5 | Boards thick enough not to sag under encyclopaedias.
      Corner Shelf | 0.7 | Uses the corner that everyone forgets. | * | 60 cm
      Picture Shelf | 0.35 | A narrow ledge with a lip, for frames you like to rearrange. | * | 60 cm, 120 cm
      String Shelf | 1.3 | Wire sides and three boards that hook in at any height.
      Record Shelf | 1.6 | 32 cm deep, with a slanted top row to flip through.
    `,
    materials: `
      - | 1 | Solid wood, oiled or lacquered by hand.
      - | 0.85 | Veneer on birch plywood with the edges left bare.
    `,
    sizes: `
      - | 1 | Three boards, 80 cm wide. | three
      - | 1.2 | Four boards, 90 cm wide and 30 cm deep. | four
      60 cm | 0.8 | The 60 cm width fits between a door and a corner.
      120 cm | 1.5 | 120 cm wide, and stiff enough not to sag.
    `,
    notes: `
      Screws and plugs for brick and plasterboard are included.
      Goes up in half an hour with one helper.
      Wipe with a damp cloth, dry after.
    `,
  },
];
