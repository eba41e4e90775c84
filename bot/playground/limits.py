"""Every number that the stage enforces, with its source.

"OpenAPI" is Discord's official description of its HTTP API, against which a test holds these numbers;
"docs" is Discord's documentation for developers.
"""

# Messages (docs, "Create Message"; OpenAPI, IncomingWebhookInteractionRequest)
CONTENT = 2_000
EMBEDS = 10
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1_024
EMBED_FOOTER = 2_048
EMBED_AUTHOR = 256
EMBEDS_TOTAL = 6_000  # docs, "Embed Limits": all text of all embeds of a message
ATTACHMENTS = 10
FILE_BYTES = 10 * 1024 * 1024  # docs, "Uploading Files": the default of a server without boosts
FILE_NAME = 1_024
FILE_DESCRIPTION = 1_024
STICKERS = 3
NONCE = 25
NONCE_SECONDS = 300  # docs: an enforced nonce is unique "in the past few minutes"
MENTIONS_PARSED = 1_521  # OpenAPI; allowed_mentions.parse
MENTIONS_LISTED = 100  # allowed_mentions.users and .roles
HISTORY_PAGE = 100

# Components (docs, "Component Reference"; OpenAPI, *ForMessageRequest)
COMPONENTS_V1_ROWS = 5
COMPONENTS = 40  # v2: all of them, nested ones too
COMPONENTS_TEXT = 4_000  # v2: the text of all text displays together
ROW_BUTTONS = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
SELECT_OPTIONS = 25
SELECT_TEXT = 100
SELECT_PLACEHOLDER = 150
SECTION_TEXTS = 3
GALLERY_ITEMS = 10
MEDIA_DESCRIPTION = 1_024
MEDIA_URL = 2_048

# Modals (docs, "Modal"; OpenAPI, *ForModalRequest)
MODAL_TITLE = 45
MODAL_COMPONENTS = 5
MODAL_LABEL = 45
MODAL_DESCRIPTION = 100
MODAL_TEXT = 4_000
MODAL_PLACEHOLDER = 100
GROUP_OPTIONS = 10  # of a radio or checkbox group
UPLOADS = 10

# Commands (docs, "Application Commands"; OpenAPI, ApplicationCommandUpdateRequest)
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
CHOICE_NAME = 100
CHOICE_VALUE = 6_000  # OpenAPI; the documentation and Discord's client say 100 for autocomplete and choices
CHOICE_VALUE_DOCUMENTED = 100
OPTION_TEXT = 6_000
INTEGER = (1 << 53) - 1  # the largest whole number that JavaScript keeps exactly
COMMAND_TOTAL = 8_000  # names, descriptions and choice values of one command together
COMMANDS_CHAT = 100  # slash commands of one scope
COMMANDS_MENU = 15  # user and message commands of one scope, each (docs; raised from 5 in 2025)
COMMANDS_PER_DAY = 200  # creates per server and day (docs, "Registering a Command")
AUTOCOMPLETE_CHOICES = 25

# Interactions: docs, section "Receiving and Responding to Interactions".
ANSWER_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0

# Native polls (docs, "Poll Create Request Object"; OpenAPI, PollCreateRequest)
POLL_QUESTION = 300
POLL_ANSWERS = 10
POLL_ANSWER = 55
POLL_HOURS = 768
POLL_HOURS_DEFAULT = 24
POLL_VOTERS_PAGE = 100

# Threads (docs, "Start Thread from Message"; OpenAPI, CreateTextThreadWithMessageRequest)
THREAD_NAME = 100
THREAD_ARCHIVE_MINUTES = (60, 1_440, 4_320, 10_080)
SLOWMODE = 21_600

REACTIONS = 20  # docs, JSON code 30010: different emoji on one message

# The gateway (docs, "Gateway")
HEARTBEAT_SECONDS = 41.25
GATEWAY_PAYLOAD = 4_096  # bytes a client may send at once; else close code 4002
GATEWAY_SENDS = 120  # in 60 s; else close code 4008
GATEWAY_SENDS_SECONDS = 60.0
IDENTIFIES = 1_000  # a day, over all shards; then the token is reset
IDENTIFY_SECONDS = 5.0  # one identify per max_concurrency key in this time
GUILDS_PER_SHARD = 2_500  # past it: close code 4011
RESUMABLE_SECONDS = 60.0  # for how long a lost session can be resumed; Discord does not publish it

# Rates: Discord publishes the first and names the others in headers only; what stands here is what has been
# seen for years, and the bot must obey the headers whatever they say.
GLOBAL = (50, 1.0)  # requests, seconds
MESSAGES_PER_CHANNEL = (5, 5.0)  # requests, seconds
OLD_EDIT_SECONDS = 3_600.0  # edits of messages older than this are limited harder: error 30046
OLD_EDITS = (3, 3_600.0)  # Discord does not publish it; the stage lets this many through
INVALID_REQUESTS = (10_000, 600.0)  # 401, 403 and 429 answers, then the address is banned
