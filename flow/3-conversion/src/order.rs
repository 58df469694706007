//! The order of evidence as one table, made from the rules themselves for the documentation.

use crate::{
    Basis, RULES_REVISION, Refusal,
    considered::{FIRST_WEIGHED, LATEST_WEIGHED, REFUSED_SHOWN},
};
use program::{Model, PolicyRules};
use referral::EvidenceClass;

/// The whole order, in Markdown.
pub fn order_of_evidence() -> String {
    let mut page = format!(
        "# Attribution\n\nHow the credit for a conversion is decided, revision {RULES_REVISION} of the rules. Every \
         decision can be read in these words (`GET /v1/conversions/{{id}}/explanation`), and made again from what it \
         names (`honeyguide doctor`). This page is made from code: `make docs`.\n\n"
    );
    page += &format!(
        "1. All touches of the customer in the program up to the conversion's own time are considered, in the \
             order of their times, then of their keys: never in the order in which they arrived.\n\
             2. Each is tested. The first test that fails is its reason; a touch that fails has no say in whether \
             another is eligible. A customer may have very many touches: of those that pass every test, the first \
             {FIRST_WEIGHED} and the latest {LATEST_WEIGHED} are weighed, and of those that fail one, the latest \
             {REFUSED_SHOWN} are shown. Registered deals, codes used with this event and the touches that others need \
             to be eligible are always weighed.\n\
             3. The credit rests on the first basis that is there.\n\
             4. Shares are whole millionths that sum to a million, by the largest remainder.\n\n"
    );
    page += "## Evidence, strongest first\n\nThe class breaks ties between touches of the same moment.\n\n\
             | class | what it is |\n| --- | --- |\n";
    for class in EvidenceClass::ALL {
        page += &format!("| `{}` | {} |\n", class.code(), class.meaning());
    }
    page += "\n## Tests, in order\n\n| reason | the touch is not eligible because … |\n| --- | --- |\n";
    for refusal in Refusal::ALL {
        page += &format!("| `{}` | {} |\n", refusal.code(), refusal.meaning());
    }
    page += "\n## What the credit rests on, in order\n\n| basis | what it is |\n| --- | --- |\n";
    for basis in Basis::ALL {
        page += &format!("| `{}` | {} |\n", basis.code(), basis.meaning());
    }
    page += "\n## Models\n\n| model | how eligible touches share |\n| --- | --- |\n";
    for model in Model::ALL {
        page += &format!("| `{}` | {} |\n", model.code(), model.meaning());
    }
    let rules = PolicyRules::default();
    page += &format!(
        "\nA program begins with {}, looking back {} days, and a code used at the purchase wins.\n",
        rules.model.name(),
        rules.look_back_days
    );
    page
}
