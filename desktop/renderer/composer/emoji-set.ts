/** The emoji of the picker, with words to find them by. All of it is shipped: nothing is fetched. */
export const quickEmoji: readonly string[] = ['👍', '❤️', '😂', '🎉', '👀', '✅']

const table = `
👍 thumbs up yes good|👎 thumbs down no bad|❤️ heart love|😂 tears of joy laugh|🎉 party celebrate|👀 eyes look|✅ done check yes|🙏 thanks folded hands
😀 grin smile|😃 smile happy|😄 smile laugh|😁 beaming grin|😅 sweat smile|🤣 rolling laugh|🙂 slight smile|🙃 upside down
😉 wink|😊 blush smile|😇 halo angel|🥰 hearts love|😍 heart eyes love|😘 kiss|😋 yum tasty|😜 tongue wink
🤔 thinking hmm|🤨 eyebrow doubt|😐 neutral|😑 flat|😶 no mouth silent|😏 smirk|😬 grimace|🙄 eye roll
😌 relieved|😴 sleep tired|😪 sleepy|🤒 ill fever|🤕 hurt bandage|🤯 mind blown|🥳 party hat|😎 cool sunglasses
🤓 nerd glasses|😕 confused|🙁 frown sad|😮 oh surprised|😲 astonished|😳 flushed|🥺 pleading|😢 cry sad tear
😭 sob cry|😱 scream fear|😖 confounded|😞 disappointed|😓 sweat|😤 huff|😡 angry|🤬 swearing
👋 wave hello bye|✋ hand stop|👌 ok fine|🤌 pinched|✌️ victory peace|🤞 fingers crossed luck|🤘 horns rock|👈 left point
👉 right point|👆 up point|👇 down point|✊ fist|👏 clap applause|🙌 raised hands|🤝 handshake deal|💪 strong muscle
🧠 brain|👶 baby|🧑‍💻 technologist computer|🧑‍🔧 mechanic|🧑‍🚀 astronaut|🕵️ detective|🤷 shrug|🤦 facepalm
🐶 dog|🐱 cat|🦊 fox|🐻 bear|🐼 panda|🐸 frog|🐵 monkey|🐔 chicken
🐧 penguin|🦉 owl|🐝 bee|🐛 bug|🦋 butterfly|🐢 turtle|🐙 octopus|🐳 whale
🌊 wave water sea|🔥 fire hot|⭐ star|✨ sparkles new|⚡ lightning fast|☀️ sun|🌧️ rain|❄️ snow cold
🌈 rainbow|🌱 seedling plant|🌳 tree|🌸 blossom flower|🌹 rose|🍀 clover luck|🍎 apple|🍌 banana
🍉 melon|🍓 strawberry|🥑 avocado|🍞 bread|🧀 cheese|🍕 pizza|🍔 burger|🌮 taco
🍣 sushi|🍜 noodles soup|🍰 cake|🍪 cookie|🍫 chocolate|☕ coffee|🍵 tea|🍺 beer
🍷 wine|🥂 cheers toast|⚽ football|🏀 basketball|🎾 tennis|🏆 trophy win|🎮 game|🎵 music note
🎸 guitar|🎬 film|🎨 art paint|📷 photo camera|🚗 car|🚲 bicycle|🚆 train|✈️ plane flight
🚀 rocket ship launch|⛵ sail boat|🏠 house home|🏖️ beach|⛰️ mountain|🗺️ map|⏰ alarm clock time|⏳ hourglass wait
💻 laptop computer|🖥️ screen desktop|📱 phone|🖨️ printer|💾 disk save|🔋 battery|💡 idea light|🔧 wrench fix
🔨 hammer build|⚙️ gear settings|🔒 lock secure|🔑 key|📌 pin|📎 clip attach|✏️ pencil write|📝 memo note
📅 calendar date|📈 chart up|📉 chart down|📦 package box|📬 mail post|💬 speech talk chat|📣 announce|🔔 bell notify
❓ question|❗ exclamation|⚠️ warning|⛔ no entry stop|❌ cross no|💯 hundred full|➕ plus|🔁 repeat again
💔 broken heart|💙 blue heart|💚 green heart|💛 yellow heart|🧡 orange heart|💜 purple heart|🖤 black heart|🤍 white heart
`

export const emojiSet: readonly { readonly emoji: string; readonly words: string }[] = table
  .trim()
  .split(/[\n|]/)
  .map((entry) => {
    const gap = entry.indexOf(' ')
    return { emoji: entry.slice(0, gap), words: entry.slice(gap + 1) }
  })
