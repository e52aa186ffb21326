"""What an audit asks of a site: each rule by its name, in a sentence, and where it comes from."""

from typing import NamedTuple


class Rule(NamedTuple):
    """One rule: `says` what holds where it is kept, `source` who asks for it."""

    id: str
    says: str
    source: str


EPRIVACY = "ePrivacy Directive 2002/58/EC, article 5(3)"
WITHDRAWAL = "GDPR, article 7(3)"
ALIKE = "EDPB, Cookie Banner Taskforce report of 17 January 2023"
TICKED = "GDPR, recital 32; CJEU C-673/17, Planet49"
TOLD = "GDPR, article 13; CJEU C-673/17, Planet49"
MINIMAL = "GDPR, article 5(1)(e)"
SAFE = "GDPR, article 32; RFC 6265bis, section 8"
OWN = "the site's own declaration"

_ALL = (
    Rule("cookie-undeclared", "Every cookie is in the declaration.", TOLD),
    Rule("cookie-before-consent", "No optional cookie is there before the visitor has answered.", EPRIVACY),
    Rule("cookie-after-refusal", "No optional cookie is there after a refusal.", EPRIVACY),
    Rule("cookie-not-granted", "Of optional cookies only those are there that the visitor has allowed.", EPRIVACY),
    Rule("cookie-after-withdrawal", "No optional cookie is left after consent was withdrawn.", WITHDRAWAL),
    Rule("cookie-lives-longer", "No cookie lasts longer than the declaration says.", MINIMAL),
    Rule("cookie-secure", "On https every cookie is Secure.", SAFE),
    Rule("cookie-same-site", "Every cookie says SameSite, and no other site has it sent along.", SAFE),
    Rule("cookie-twice", "There is one cookie of each declared name.", "RFC 6265bis, section 5.8.3"),
    Rule("cookie-wide", "No cookie goes to more hosts than the declaration says.", SAFE),
    Rule("token-readable", "What proves a sign-in cannot be read by scripts.", SAFE),
    Rule("cookie-third-party", "No other site sets a cookie.", OWN),
    Rule("request-third-party", "No request leaves the site.", OWN),
    Rule("storage-undeclared", "All that pages keep beside cookies is in the declaration.", TOLD),
    Rule("storage-before-consent", "Nothing optional is kept beside cookies before an answer.", EPRIVACY),
    Rule("storage-after-refusal", "Nothing optional is kept beside cookies after a refusal.", EPRIVACY),
    Rule("storage-not-granted", "Beside cookies only that is kept which the visitor has allowed.", EPRIVACY),
    Rule("storage-after-withdrawal", "Nothing optional is left beside cookies after a withdrawal.", WITHDRAWAL),
    Rule("prompt-missing", "Every page asks a visitor who has not answered.", EPRIVACY),
    Rule("accept-missing", "The prompt can be accepted.", EPRIVACY),
    Rule("refuse-missing", "The visitor can refuse.", ALIKE),
    Rule("refuse-layer", "Refusing takes as many clicks as accepting, on the same layer.", ALIKE),
    Rule("refuse-smaller", "Refusing is a control of the same size.", ALIKE),
    Rule("refuse-fainter", "Refusing is a control as easily seen and read.", ALIKE),
    Rule("refuse-link", "Refusing is the same kind of control.", ALIKE),
    Rule("choice-ticked", "Nothing optional is ticked before the visitor ticks it.", TICKED),
    Rule("policy-missing", "The prompt leads to the policy.", TOLD),
    Rule("policy-dead", "The policy can be read.", TOLD),
    Rule("policy-lacks-cookie", "The policy names every declared cookie.", TOLD),
    Rule("policy-other-duration", "The policy says how long each cookie lasts, as the declaration does.", TOLD),
    Rule("policy-other-cookie", "The policy's table has no cookie that is not declared.", TOLD),
    Rule("answer-no-effect", "After an answer the prompt is gone.", EPRIVACY),
    Rule("answer-not-kept", "Whoever has answered is not asked again on the next page.", EPRIVACY),
    Rule("answer-other", "What is recorded is what the visitor answered.", "GDPR, article 7(1)"),
    Rule("answer-twice", "There is one record of the answer.", "GDPR, article 7(1)"),
    Rule("asked-too-soon", "An answer lasts as long as the declaration says.", OWN),
    Rule("asked-too-late", "A visitor is asked again as the declaration says.", OWN),
    Rule("withdrawal-missing", "Consent can be withdrawn as easily as it was given.", WITHDRAWAL),
    Rule("tab-not-told", "An answer holds in the visitor's other tabs at once.", WITHDRAWAL),
    Rule("language-other", "The prompt speaks the language of the page.", "GDPR, article 12(1)"),
    Rule("journey-failed", "Every journey that the site offers can be gone to its end.", OWN),
    Rule("declaration-other", "The site runs the declaration that it is held against.", OWN),
)
RULES = {each.id: each for each in _ALL}
