"""What schemathesis cannot know by itself: who calls, and how Python writes our expressions."""

import json
import os

import schemathesis

TOKENS = json.loads(os.environ["SERVICE_TOKENS"])

# The first prefix that fits: roles stand in no OpenAPI document.
CALLERS = [
    ("/v1/sales", "pos"),
    ("/v1/my/", "link"),
    ("/v1/reports/", "analyst"),
    ("/v1/signals", "analyst"),
    ("/v1/sellers/", "analyst"),
    ("/v1/desk/staff", "supervisor"),
    ("/v1/desk/settings", None),
    ("/v1/desk/", "specialist"),
    ("/v1/cases", "specialist"),
]

# Python's expressions know no classes of Unicode, and schemathesis puts Latin letters into their place: written out.
CLASSES = {
    r"\p{Cc}": r"\u0000-\u001F\u007F-\u009F",
    # Half a character cannot be written in UTF-8: none is drawn, and none arrives.
    r"\p{Cs}": "",
    r"\p{Zl}": r"\u2028",
    r"\p{Zp}": r"\u2029",
}
# Something that is to be seen; and what may stand in the parts of an e-mail address.
VISIBLE = r"[\p{L}\p{N}\p{P}\p{S}]"
OF_ADDRESS = r"""[^\s\p{C}@<>"',;:\\]"""
# As far as they are drawn: hypothesis would count out all of Unicode for minutes.
DRAWN = {
    VISIBLE: r"[!-~\u00A1-\u00AC\u00AE-\u02FF\u0391-\u03A1\u0410-\u0481]",
    OF_ADDRESS: r"[!#-&*+./0-9=?A-Z_a-z|~\u00A1-\u00AC\u0410-\u044F-]",
}
# As far as answers are held against them here; proof/fuzz holds them against the expressions as they are.
ANSWERED = {VISIBLE: r"\S", OF_ADDRESS: r"""[^\s@<>"',;:\\]"""}


def caller_of(path):
    return next((caller for prefix, caller in CALLERS if path.startswith(prefix)), None)


def write_out(value, known):
    if isinstance(value, dict):
        pattern = value.get("pattern")
        if isinstance(pattern, str):
            for name, written in (known | CLASSES).items():
                pattern = pattern.replace(name, written)
            if r"\p{" in pattern:
                raise ValueError(f"Write out the classes of {pattern} in hooks.py.")
            value["pattern"] = pattern
        for member in value.values():
            write_out(member, known)
    elif isinstance(value, list):
        for member in value:
            write_out(member, known)


@schemathesis.hook
def before_load_schema(ctx, raw_schema):
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            write_out(operation.get("requestBody", {}), DRAWN)
            write_out(operation.get("parameters", []), DRAWN)
            write_out(operation["responses"], ANSWERED)
    write_out(raw_schema["components"], ANSWERED)


@schemathesis.auth()
class ServiceAuth:
    def get(self, case, ctx):
        return TOKENS

    def set(self, case, data, ctx):
        caller = caller_of(case.operation.path)
        if caller is not None:
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data[caller]}"
