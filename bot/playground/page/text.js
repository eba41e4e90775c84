// Every sentence of the page, as functions.

export const playground = () => "Epilogue";
export const subtitle = () => "playground";
export const connecting = () => "Connecting to the playground…";
export const lost = () => "The playground has stopped. Start it again with “epilogue playground”; this page finds it by itself.";
export const unanswered = () => "The playground did not answer.";

export const members = () => "Members";
export const membersHint = () => "Be someone else: their view, their vote.";
export const you = () => "you";
export const stage = () => "Stage";
export const bot = () => "App";
export const online = () => "online";
export const starting = () => "starting…";
export const stillStarting = () => "The bot is just starting. Its commands appear in a moment.";

export const openPlaces = () => "Open servers and channels";
export const openPeople = () => "Members and stage";
export const openWire = () => "The wire";
export const close = () => "Close";
export const unread = () => "unread";

export const restart = () => "Restart the bot";
export const restarting = () => "Restarting…";
export const restarted = () => "The bot was restarted. Old buttons still work: try one.";
export const restartHint = () => "Old buttons keep working.";
export const spoilerChannel = () => "Spoiler channel";
export const spoilerChannelHint = () => "Marked channels show quotes uncovered.";
export const crowd = (count) => `Let ${count} members vote`;
export const crowdHint = () => "On the last poll here: watch the bars move.";
export const crowdNothing = () => "There is nothing to vote on in this channel yet. Start a poll first.";
export const crowdTitle = () => "Let members vote";
export const crowdExplain = () => "Each member presses one of these buttons, at random:";
export const crowdCount = () => "Members";
export const crowdGo = () => "Let them vote";
export const crowdPick = () => "Choose at least one button.";
export const crowdDone = ({ pressed, answered }) => answered === pressed
  ? `${pressed} members voted; every one was answered.`
  : `${pressed} members voted; ${answered} were answered.`;

export const wire = () => "The wire";
export const wireHint = () => "Every request of the bot and every event sent to it.";
export const wireEmpty = () => "Nothing yet. Say something to the bot.";
export const wireProblems = () => "Problems only";
export const wireClear = () => "Clear";
export const wireRequest = () => "request of the bot";
export const wireEvent = () => "event to the bot";
export const wireBad = () => "refused or over a limit";
export const milliseconds = (value) => (value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);

export const welcome = (channel) => `This is #${channel}`;
export const welcomeLine = () => "The beginning of the conversation. Everything here stays on this machine.";
export const welcomeTry = () => "Try one of these, or type / to see every command:";
export const loadingOlder = () => "Fetching earlier messages…";
export const toNewest = (count) => (count ? `${count} new` : "To the newest");

export const edited = () => "(edited)";
export const onlyYou = () => "Only you can see this";
export const dismiss = () => "Dismiss message";
export const thinking = (name) => `${name} is thinking…`;
export const used = (command) => `used ${command}`;
export const usedSomething = () => "used this app";
export const repliedGone = () => "Original message was deleted";
export const clickToSee = () => "Click to see it";
export const messageOf = (name, words) => `${name}: ${words}`;
export const reply = () => "Reply";
export const copyLink = () => "Copy link";
export const linkCopied = () => "Link copied.";
export const votesHere = () => "Let members vote on this";
export const failed = () => "This interaction failed";
export const pollResult = (name, question) => `${name}’s poll “${question}” has closed.`;
export const threadStarted = (name) => `started a thread: ${name}`;
export const otherKind = () => "did something that this page does not draw.";
export const goToThread = (count) => (count === 1 ? "1 message" : `${count} messages`);

export const spoilerCover = () => "Spoiler";
export const spoilerShow = () => "Spoiler: show it";
export const codeBlock = (lang) => (lang ? `Code, ${lang}` : "Code");
export const unknownMember = () => "unknown member";
export const unknownRole = () => "unknown role";
export const unknownChannel = () => "unknown";
export const picture = () => "Picture";
export const pictureAway = (host) => `Picture on ${host}; the playground loads nothing from elsewhere.`;
export const fileSize = (bytes) => {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
};
export const externalLink = (label) => `${label} (opens in a new tab)`;
export const premium = () => "Shop";

export const choose = () => "Choose";
export const chooseMember = () => "Choose a member";
export const chooseRole = () => "Choose a role";
export const chooseAny = () => "Choose a member or a role";
export const chooseChannel = () => "Choose a channel";
export const nothingFits = () => "Nothing fits.";
export const chooseBetween = (least, most) => (least === most ? `Choose ${least}.` : `Choose ${least} to ${most}.`);

export const cancel = () => "Cancel";
export const submit = () => "Submit";
export const required = () => "required";
export const requiredField = () => "This is required.";
export const tooShort = (least) => `At least ${least} characters.`;
export const count = (now, most) => `${now}/${most}`;
export const privateForm = () => "This form goes to the app alone.";

export const pollAnswer = () => "Select one answer";
export const pollAnswers = () => "Select one or more answers";
export const pollVote = () => "Vote";
export const pollRemove = () => "Remove vote";
export const pollVotes = (count) => (count === 1 ? "1 vote" : `${count} votes`);
export const pollClosed = () => "Poll closed";
export const pollEnds = (when) => `ends ${when}`;
export const pollShare = (percent, votes) => `${percent} %, ${votes}`;

export const write = (channel) => `Message #${channel}`;
export const writeAs = (name) => `You are ${name}. Become someone else`;
export const send = () => "Send";
export const replyingTo = (name) => `Replying to ${name}`;
export const stopReply = () => "Stop replying";
export const commands = () => "Commands";
export const commandList = () => "Show the commands";
export const noCommand = (typed) => `There is no command ${typed}.`;
export const option = (name, isRequired) => (isRequired ? `${name}, required` : name);
export const optionMissing = (name) => `“${name}” is required.`;
export const optionChoice = (name) => `Choose one of the options for “${name}”.`;
export const optionWhole = (name) => `“${name}” is a whole number.`;
export const optionNumber = (name) => `“${name}” is a number.`;
export const optionFile = (name) => `“${name}” needs a file, and members of the playground have none.`;
export const addOption = (name) => `Add ${name}`;
export const removeOption = (name) => `Remove ${name}`;
export const tooLong = (over) => `${over} characters too many: Discord takes 2,000.`;
export const noSuggestions = () => "No suggestions. Send it as it is.";
export const suggestionsFailed = () => "Loading the suggestions failed.";
export const yes = () => "True";
export const no = () => "False";
