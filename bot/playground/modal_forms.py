"""The forms (modals) that Discord takes, as shapes; each named as in its OpenAPI description."""

from bot.playground import limits
from bot.playground.forms import CUSTOM_ID, NUMBER_ID, display, selects
from bot.playground.shapes import ByType, Choice, Kind, ListOf, Number, Shape, Text, Truth

TEXT_INPUT = Shape(
    "TextInputComponentForModalRequest",
    {
        "id": NUMBER_ID,
        "custom_id": CUSTOM_ID,
        "style": Choice((1, 2)),
        "label": Text(1, limits.MODAL_LABEL),
        "value": Text(most=limits.MODAL_TEXT),
        "placeholder": Text(most=limits.MODAL_PLACEHOLDER),
        "required": Truth(),
        "min_length": Number(0, limits.MODAL_TEXT),
        "max_length": Number(1, limits.MODAL_TEXT),
    },
    frozenset({"custom_id", "style"}),
)


def _group(name: str, least: int, counts: dict[str, Kind]) -> Shape:
    option = Shape(
        f"{name}OptionForRequest",
        {
            "label": Text(1, limits.SELECT_TEXT),
            "value": Text(1, limits.SELECT_TEXT),
            "description": Text(most=limits.SELECT_TEXT),
            "default": Truth(),
        },
        frozenset({"label", "value"}),
    )
    fields: dict[str, Kind] = {
        "id": NUMBER_ID,
        "custom_id": CUSTOM_ID,
        "required": Truth(),
        "options": ListOf(option, least, limits.GROUP_OPTIONS),
    }
    return Shape(f"{name}ComponentForModalRequest", {**fields, **counts}, frozenset({"custom_id", "options"}))


_COUNTS: dict[str, Kind] = {
    "min_values": Number(0, limits.GROUP_OPTIONS),
    "max_values": Number(1, limits.GROUP_OPTIONS),
}
LABEL = Shape(
    "LabelComponentForModalRequest",
    {
        "id": NUMBER_ID,
        "label": Text(1, limits.MODAL_LABEL),
        "description": Text(1, limits.MODAL_DESCRIPTION),
        "component": ByType(
            {
                4: TEXT_INPUT,
                **selects("Modal"),
                19: Shape(
                    "FileUploadComponentForModalRequest",
                    {
                        "id": NUMBER_ID,
                        "custom_id": CUSTOM_ID,
                        "required": Truth(),
                        "min_values": Number(0, limits.UPLOADS),
                        "max_values": Number(1, limits.UPLOADS),
                    },
                    frozenset({"custom_id"}),
                ),
                21: _group("RadioGroup", 2, {}),
                22: _group("CheckboxGroup", 1, _COUNTS),
                23: Shape(
                    "CheckboxComponentForModalRequest",
                    {"id": NUMBER_ID, "custom_id": CUSTOM_ID, "default": Truth()},
                    frozenset({"custom_id"}),
                ),
            }
        ),
    },
    frozenset({"label", "component"}),
)
MODAL_ROW = Shape(
    "ActionRowComponentForModalRequest",
    {"id": NUMBER_ID, "components": ListOf(ByType({4: TEXT_INPUT}), 1, 1)},
    frozenset({"components"}),
)
MODAL = Shape(
    "ModalInteractionCallbackRequestData",
    {
        "custom_id": CUSTOM_ID,
        "title": Text(1, limits.MODAL_TITLE),
        "components": ListOf(ByType({1: MODAL_ROW, 10: display("Modal"), 18: LABEL}), 1, limits.MODAL_COMPONENTS),
    },
    frozenset({"custom_id", "title", "components"}),
)
