//! Which changes of a listing break those who rely on it.

use super::listing::Listing;

/// What the frozen listing promises and the present one does not keep, one text for each; additions are none, unless
/// requests that were good before must make them.
pub(super) fn breaking(frozen: &Listing, now: &Listing) -> Vec<String> {
    let kept = frozen.lines().filter_map(|(about, promise)| match now.get(about) {
        None => Some(format!("removed: {about} = {promise}")),
        Some(other) if other == promise || is_better(promise, other) => None,
        Some(other) => Some(format!("changed: {about} = {promise}, now {other}")),
    });
    let is_new = |about: &&str| frozen.get(about).is_none();
    let demands = now.lines().filter(|(about, promise)| {
        is_new(about) && promise.starts_with("required ") && frozen.get(owner(about)).is_some()
    });
    let demands = demands.map(|(about, promise)| format!("new and required: {about} = {promise}"));
    kept.chain(demands).collect()
}

/// Whether the present promise is the frozen one and more: requests may leave out what they had to send, answers always have
/// what they sometimes had.
fn is_better(frozen: &str, now: &str) -> bool {
    let same_form = |before: &str, after: &str| {
        frozen.strip_prefix(before).zip(now.strip_prefix(after)).is_some_and(|(frozen, now)| frozen == now)
    };
    same_form("required ", "optional ") || same_form("sometimes ", "always ")
}

/// What a line is a part of: the operation of a parameter or body, the schema or field of a field.
fn owner(about: &str) -> &str {
    match about.strip_prefix("request ") {
        Some(_) => {
            about.rsplit_once('.').map_or(about, |(owner, _)| owner.trim_end_matches(['[', ']', '{', '}']))
        }
        None => about.match_indices(' ').nth(1).map_or(about, |(at, _)| &about[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn described() -> Value {
        json!({
            "paths": { "/v1/links": {
                "get": {
                    "operationId": "list_links",
                    "parameters": [{ "in": "query", "name": "sort", "required": false,
                        "schema": { "type": "string", "enum": ["slug", "-slug"] } }],
                    "responses": {
                        "200": { "content": { "application/json": { "schema": {
                            "type": "array", "items": { "$ref": "#/components/schemas/Link" } } } } },
                        "404": {},
                    },
                    "security": [{ "api_key": [] }, { "session": [] }],
                },
                "post": {
                    "operationId": "create_link",
                    "requestBody": { "required": true, "content": { "application/json": {
                        "schema": { "$ref": "#/components/schemas/CreateLink" } } } },
                    "responses": { "201": { "content": { "application/json": {
                        "schema": { "$ref": "#/components/schemas/Link" } } } } },
                },
            } },
            "components": { "schemas": {
                "CreateLink": { "type": "object", "required": ["slug"], "properties": {
                    "slug": { "type": "string" },
                    "offer": { "oneOf": [
                        { "type": "null" },
                        { "type": "object", "required": ["kind", "amount"], "properties": {
                            "kind": { "type": "string", "enum": ["flat"] }, "amount": { "type": "integer" } } },
                    ] },
                } },
                "Link": { "type": "object", "required": ["id", "state"], "properties": {
                    "id": { "type": "string" },
                    "note": { "type": ["string", "null"] },
                    "state": { "$ref": "#/components/schemas/State" },
                } },
                "State": { "type": "string", "enum": ["open", "archived"] },
            } },
        })
    }

    /// What is found where `change` edits the description.
    fn found(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let (frozen, mut now) = (described(), described());
        change(&mut now);
        breaking(&Listing::of(&frozen), &Listing::of(&now))
    }

    fn schemas(now: &mut Value) -> &mut Value {
        &mut now["components"]["schemas"]
    }

    fn remove(of: &mut Value, name: &str) -> Value {
        of.as_object_mut().unwrap().remove(name).unwrap()
    }

    #[test]
    fn what_stays_breaks_nothing_and_is_read_back() {
        assert_eq!(found(|_| ()), Vec::<String>::new());
        let listing = Listing::of(&described());
        assert_eq!(Listing::parse(&listing.to_string()), Ok(listing));
    }

    #[test]
    fn removals_are_found() {
        let gone = found(|now| drop(remove(&mut schemas(now)["Link"]["properties"], "note")));
        assert_eq!(gone, ["removed: response Link.note = sometimes null|string"]);
        let gone = found(|now| drop(remove(&mut now["paths"]["/v1/links"], "post")));
        assert!(gone.contains(&"removed: POST /v1/links = create_link".to_owned()), "{gone:?}");
        let gone = found(|now| now["paths"]["/v1/links"]["get"]["parameters"] = json!([]));
        assert_eq!(gone[0], "removed: GET /v1/links query sort = optional string");
        let gone = found(|now| schemas(now)["State"]["enum"] = json!(["open"]));
        assert_eq!(gone, ["removed: response State value archived = known"]);
        let gone = found(|now| now["paths"]["/v1/links"]["get"]["security"] = json!([{ "session": [] }]));
        assert_eq!(gone, ["removed: GET /v1/links security api_key = accepted"]);
    }

    #[test]
    fn a_rename_is_a_removal() {
        let renamed = found(|now| {
            let fields = &mut schemas(now)["Link"]["properties"];
            fields["remark"] = remove(fields, "note");
        });
        assert_eq!(renamed, ["removed: response Link.note = sometimes null|string"]);
        let renamed = found(|now| now["paths"]["/v1/links"]["get"]["operationId"] = json!("all_links"));
        assert_eq!(renamed, ["changed: GET /v1/links = list_links, now all_links"]);
    }

    #[test]
    fn other_types_and_laxer_answers_are_found() {
        let changed = found(|now| schemas(now)["Link"]["properties"]["id"] = json!({ "type": "integer" }));
        assert_eq!(changed, ["changed: response Link.id = always string, now always integer"]);
        let laxer = found(|now| schemas(now)["Link"]["required"] = json!(["id"]));
        assert_eq!(laxer, ["changed: response Link.state = always State, now sometimes State"]);
        let stricter = found(|now| schemas(now)["CreateLink"]["required"] = json!(["slug", "offer"]));
        assert_eq!(stricter.len(), 1, "{stricter:?}");
        assert!(stricter[0].starts_with("changed: request CreateLink.offer = optional"), "{stricter:?}");
    }

    #[test]
    fn requests_may_get_optional_fields_and_no_required_ones() {
        let optional =
            |now: &mut Value| schemas(now)["CreateLink"]["properties"]["color"] = json!({ "type": "string" });
        assert_eq!(found(optional), Vec::<String>::new());
        let required = found(|now| {
            optional(now);
            schemas(now)["CreateLink"]["required"] = json!(["slug", "color"]);
        });
        assert_eq!(required, ["new and required: request CreateLink.color = required string"]);
        let parameter = found(|now| {
            let sort = now["paths"]["/v1/links"]["get"]["parameters"][0].clone();
            let mut mode = sort.clone();
            (mode["name"], mode["required"]) = (json!("mode"), json!(true));
            now["paths"]["/v1/links"]["get"]["parameters"] = json!([sort, mode]);
        });
        assert_eq!(parameter, ["new and required: GET /v1/links query mode = required string"]);
        let choice = found(|now| {
            let offer = &mut schemas(now)["CreateLink"]["properties"]["offer"]["oneOf"][1];
            offer["properties"]["currency"] = json!({ "type": "string" });
            offer["required"] = json!(["kind", "amount", "currency"]);
        });
        let told = "new and required: request CreateLink.offer<kind=flat>.currency = required string";
        assert_eq!(choice, [told]);
    }

    #[test]
    fn additions_pass() {
        let added = found(|now| {
            schemas(now)["Link"]["properties"]["clicks"] = json!({ "type": "integer" });
            schemas(now)["Link"]["required"] = json!(["id", "state", "clicks", "note"]);
            schemas(now)["State"]["enum"] = json!(["open", "archived", "leaked"]);
            schemas(now)["CreateLink"]["required"] = json!([]);
            schemas(now)["CreateCode"] = json!({ "type": "object", "required": ["code"], "properties": { "code": { "type": "string" } } });
            now["paths"]["/v1/codes"] = json!({ "post": {
                "operationId": "create_code",
                "requestBody": { "required": true, "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/CreateCode" } } } },
                "responses": { "204": {} },
            } });
        });
        assert_eq!(added, Vec::<String>::new());
    }
}
