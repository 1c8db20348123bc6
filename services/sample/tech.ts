import { type KindText, techColours } from "./vocabulary.ts";

export const tech: readonly KindText[] = [
  {
    slug: "headphones",
    noun: "headphones",
    share: 1.2,
    price: 159,
    finish: "Matte",
    colours: techColours,
    styles: `
      Over-Ear Headphones | 1.1 | Closed cups around the ear keep the music in and the train out.
      On-Ear Headphones | 0.55 | Light pads that rest on the ear, and a band that folds into a coat pocket.
      Noise-Cancelling Headphones | 1.7 | Six microphones take the hum out of planes and open-plan rooms.
      Studio Headphones | 1.2 | Flat and honest, with a coiled cord and a screw-on adapter. | drivers | weight
      Open-Back Headphones | 1.6 | Open grilles for a wide, unforced sound in a quiet room. | drivers | weight
      Sport Headphones | 0.6 | Sweat-proof pads that wash and a grip that stays on at a sprint.
      Kids Headphones | 0.3 | Limited to 85 decibels, and built for being sat on.
    `,
    materials: `
      - | 1 | 40 mm drivers and memory-foam pads that can be replaced. | drivers
      - | 1.12 | Pairs with two devices at once and switches when the phone rings. | wireless
    `,
    sizes: `
      - | 1 | 30 hours on a charge; ten minutes give five more. | wireless
      - | 1 | Weighs 265 g. | weight
      - | 1.05 | Also plays by cable when the battery is empty. | wireless
    `,
    notes: `
      A hard case and a 1.2 m cable come with it.
      Folds flat, with a stop so nothing snaps.
      Two-year guarantee; pads are a spare part.
    `,
  },
  {
    slug: "watch",
    noun: "watch",
    share: 0.9,
    price: 185,
    colours: "Brass Steel Black Navy Cream Forest Copper White Walnut Slate",
    styles: `
      Field Watch 38 mm | 1 | Plain numerals and a 24-hour ring, legible at a glance.
      Field Watch 36 mm | 1 | The same face for a narrower wrist, on a canvas strap.
      Diver Watch 41 mm | 1.7 | A turning ring with sixty clicks, tight to 200 metres. | * | strap, exact
      Dress Watch 37 mm | 1.4 | Six millimetres thin, so it slides under a cuff.
      Pilot Watch 42 mm | 1.5 | A crown large enough to turn with gloves.
      Automatic Watch 39 mm | 2.4 | Wound by the wrist, with a glass back to see it happen. | * | strap, water
      Chronograph Watch 40 mm | 1.9 | Two buttons and three small dials that measure to the tenth.
      Moonphase Watch 39 mm | 1.6 | A small window on the face keeps an eye on the moon.
    `,
    materials: `
      - | 1 | Sapphire glass that keys do not scratch.
      - | 0.85 | Domed acrylic glass, easily polished when it is marked.
    `,
    sizes: `
      - | 1 | Strap 20 mm wide, on quick-release bars. | strap
      - | 1 | Runs within ten seconds a month. | exact
      - | 1.05 | Water-resistant to 100 metres. | water
    `,
    notes: `
      Comes with a second strap in leather.
      The hands glow for a whole night.
      Serviced in our own workshop, at a fixed price.
    `,
  },
  {
    slug: "smart-watch",
    noun: "watch",
    share: 0.9,
    price: 229,
    finish: "Matte",
    colours: techColours,
    styles: `
      Smart Watch | 1 | Messages, payments and steps on the wrist, for a whole day and a night.
      Running Smart Watch | 1.25 | Dual-band GPS that keeps its line between tall houses.
      Slim Smart Watch | 0.8 | Nine millimetres thin and light enough to sleep in.
      Hybrid Smart Watch | 0.9 | Real hands over a small display, and a month on one charge. | * | 42 mm, 46 mm
      Outdoor Smart Watch | 1.8 | Maps without a phone, an altimeter, and a torch in the rim.
    `,
    materials: `
      - | 1 | Aluminium case with a hardened glass.
      - | 1.15 | Fibre-reinforced case and a strap of woven nylon.
    `,
    sizes: `
      - | 1 | Lasts seven days, or 20 hours with GPS on.
      42 mm | 1 | The 42 mm case fits wrists from 14 to 19 cm.
      46 mm | 1.1 | 46 mm case, straps in two lengths included.
    `,
    notes: `
      Measures pulse, sleep and blood oxygen.
      Swim-proof to 50 metres.
      Health data stays on the watch unless you share it.
    `,
  },
  {
    slug: "camera",
    noun: "camera",
    share: 0.8,
    price: 420,
    colours: "Cream Black Steel Graphite Forest Navy Tomato Walnut Blush Sky",
    styles: `
      Compact Film Camera | 0.75 | A 35 mm f/2.8 lens, a real shutter and nothing to charge. | metal, light | film, strap
      Rangefinder Camera | 2.2 | Focuses by two images that meet, quick and silent on the street. | metal | film, strap
      Instant Camera | 0.3 | The picture is in your hand in a minute and a half. | light | strap
      Mirrorless Camera | 2.6 | 24 megapixels, a bright finder and a body that fits a coat pocket. | metal, sealed | digital, strap
      Travel Camera | 1.3 | A zoom from 24 to 200 mm that folds flush into the body. | metal, light | digital, strap
      Half-Frame Camera | 0.6 | Seventy-two pictures on a roll of thirty-six. | metal, light | film, strap
      Action Camera | 0.8 | Waterproof to ten metres and steady on a handlebar. | sealed | digital
    `,
    materials: `
      - | 1 | Magnesium body with a leatherette band. | metal
      - | 1.1 | Weather-sealed at every button. | sealed
      - | 0.9 | Light polycarbonate body with a soft grip. | light
    `,
    sizes: `
      - | 1 | Weighs 410 g with battery. | digital
      - | 1 | Weighs 390 g without film. | film
      - | 0.95 | Comes with a neck strap and a lens cap on a cord. | strap
      - | 1.05 | Charges by USB-C, 380 pictures on a charge. | digital
    `,
    notes: `
      The tripod thread sits on the lens axis.
      Exposure by hand or by itself, with two stops either way.
      Tested and adjusted before it is shipped.
    `,
  },
  {
    slug: "speaker",
    noun: "speaker",
    share: 1,
    price: 149,
    finish: "Matte",
    colours: "Coral Black White Walnut Oak Sage Navy Graphite Mustard Cream Sky",
    styles: `
      Shelf Speaker | 1 | Two drivers in a tight cabinet, made to stand close to the wall. | veneer, woven | shelf, range, stream
      Portable Speaker | 0.65 | Loud enough for a garden and light enough for one finger. | woven | battery
      Bathroom Speaker | 0.35 | Hangs on a loop and does not mind the steam. | woven | battery
      Tower Speaker | 2.8 | Three-way, with a bass that is felt on wooden floors. | veneer | range, stream
      Desktop Speaker | 0.7 | Angled up towards the ears, with a knob that is good to turn. | veneer, woven | range, stream
      Smart Speaker | 0.8 | Plays what you ask for; a switch cuts the microphone in hardware. | woven | range, stream
      Party Speaker | 1.7 | 100 watts, two inputs and wheels. | woven | battery, range
    `,
    materials: `
      - | 1 | Real-wood veneer over 15 mm board, damped inside. | veneer
      - | 0.92 | Woven front that can be brushed clean. | woven
    `,
    sizes: `
      - | 1 | 28 cm high, 4.2 kg. | shelf
      - | 1 | Plays from 48 Hz to 22 kHz. | range
      - | 1.08 | Streams over Wi-Fi and Bluetooth 5.3, and takes a turntable by cable. | stream
      - | 1 | 14 hours on a charge, and it charges by USB-C. | battery
    `,
    notes: `
      Two of them pair to stereo.
      Rubber feet keep it from buzzing on wood.
      Two-year guarantee, and the drivers can be replaced.
    `,
  },
  {
    slug: "phone",
    noun: "phone",
    share: 1,
    price: 489,
    finish: "Matte",
    colours: techColours,
    styles: `
      Compact Phone | 1 | A phone for one hand, thumb to every corner.
      Everyday Phone | 0.8 | The sensible middle: a good screen, a good lens, two days of battery.
      Large Phone | 1.5 | A big bright screen for maps, films and tired eyes.
      Repairable Phone | 1.2 | Ten spare parts, one screwdriver, and the battery comes out by hand.
      Photo Phone | 1.9 | A one-inch sensor and a lens that opens to f/1.6.
      Simple Phone | 0.25 | Calls, texts, maps and music, and on purpose nothing else. | * | 64 GB
      Rugged Phone | 0.9 | Survives a fall onto concrete and half an hour in the sink.
    `,
    materials: `
      - | 1 | Recycled aluminium frame.
      - | 1.06 | Matte glass back that shows no fingerprints.
    `,
    sizes: `
      128 GB | 1 | 128 GB, and a slot for a card.
      256 GB | 1.15 | 256 GB of memory and 8 GB to work with.
      64 GB | 0.85 | 64 GB, enough for those who stream.
    `,
    notes: `
      Unlocked, for two SIM cards.
      Eight years of security updates.
      No charger in the box; any USB-C one will do.
    `,
  },
  {
    slug: "laptop",
    noun: "laptop",
    share: 0.8,
    price: 989,
    colours: "Graphite Steel Black White Sky Sage Navy Sand Blush",
    styles: `
      Light 13-Inch Laptop | 1.05 | Under a kilogram and silent, because there is no fan.
      Everyday 14-Inch Laptop | 0.75 | Writes, browses and calls all day on one charge.
      Studio 15-Inch Laptop | 1.7 | A colour-true screen and the speed for film and photographs.
      Student 14-Inch Laptop | 0.55 | A tough lid and a keyboard that forgives crumbs.
      Modular 13-Inch Laptop | 1.2 | Every part comes out with one screwdriver, down to the ports.
      Convertible 13-Inch Laptop | 1.15 | Folds over to a tablet; the pen sits in the side.
      Large 16-Inch Laptop | 1.5 | Sixteen inches and a number block, for people who live in tables.
    `,
    materials: `
      - | 1 | Aluminium body with a hinge that opens with one finger.
      - | 0.95 | Magnesium lid and a spill-proof deck.
    `,
    sizes: `
      256 GB | 0.92 | 8 GB of memory and 256 GB of storage.
      512 GB | 1 | 16 GB of memory and 512 GB of storage.
      1 TB | 1.2 | 32 GB of memory and a terabyte of storage.
    `,
    notes: `
      Fifteen hours of work on a charge.
      Two USB-C ports, one of the old kind, and a headphone socket.
      The webcam has a shutter.
    `,
  },
  {
    slug: "keyboard",
    noun: "keyboard",
    share: 0.9,
    price: 98,
    finish: "Matte",
    colours: "Graphite White Black Cream Navy Sage Coral Lilac Mustard Sky Grey",
    styles: `
      Mechanical Keyboard | 1.2 | Tactile switches with a soft bump and no click, to spare the neighbours. | * | any, heavy, 84 Keys
      Low-Profile Keyboard | 0.9 | Flat scissor keys, quick and quiet. | caps | any, heavy, 84 Keys
      Compact Keyboard | 0.8 | No number block, so the mouse moves closer and the shoulder drops. | caps | any
      Split Keyboard | 1.9 | Two halves, set as far apart as your shoulders. | * | any, heavy
      Folding Keyboard | 0.55 | Folds in three and wakes when opened. | caps | any
      Full-Size Keyboard | 0.7 | All 105 keys where you expect them. | caps | any, heavy
      Typewriter Keyboard | 1.4 | Round caps and a sound that makes you want to write. | * | any, heavy, 84 Keys
    `,
    materials: `
      - | 1 | Double-shot caps, so the letters never wear off. | caps
      - | 1.12 | Aluminium plate and sockets that take other switches. | sockets
    `,
    sizes: `
      - | 1 | Bluetooth to three devices, or USB-C. | any
      - | 1 | Weighs 720 g and stays where it is put. | heavy
      84 Keys | 1.05 | 84 keys: the arrows stay, the number block goes.
    `,
    notes: `
      Available in QWERTY, QWERTZ and AZERTY.
      Six months on a charge with the light off.
      Two feet at the back set the slope.
    `,
  },
];
