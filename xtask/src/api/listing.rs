//! A description of the API as a list of promises, one a line: `response Link.slug = always string`.

use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What a line is about, and what it promises.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Listing(BTreeMap<String, String>);

/// Which way a schema travels. One that travels both ways is listed twice: a field that requests may leave out and answers
/// always have makes two promises.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Way {
    Request,
    Response,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::Request => "request",
            Way::Response => "response",
        }
    }

    /// What it means that a schema requires a field, or does not.
    fn presence(self, is_required: bool) -> &'static str {
        match (self, is_required) {
            (Way::Request, true) => "required",
            (Way::Request, false) => "optional",
            (Way::Response, true) => "always",
            (Way::Response, false) => "sometimes",
        }
    }
}

impl Listing {
    pub(super) fn of(description: &Value) -> Self {
        let mut lister = Lister { description, lines: BTreeMap::new(), seen: BTreeSet::new() };
        for (path, item) in fields(&description["paths"]) {
            for (method, operation) in fields(item) {
                lister.operation(&format!("{} {path}", method.to_uppercase()), operation);
            }
        }
        Self(lister.lines)
    }

    /// Reads what `to_string` wrote. Fails with the line that it cannot read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let line = |line: &str| {
            let parts = line.split_once(" = ").ok_or_else(|| line.to_owned())?;
            Ok((parts.0.to_owned(), parts.1.to_owned()))
        };
        text.lines().filter(|line| !line.is_empty()).map(line).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn get(&self, about: &str) -> Option<&str> {
        self.0.get(about).map(String::as_str)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(about, promise)| (about.as_str(), promise.as_str()))
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines().try_for_each(|(about, promise)| writeln!(out, "{about} = {promise}"))
    }
}

struct Lister<'a> {
    description: &'a Value,
    lines: BTreeMap<String, String>,
    /// Schemas that are listed already.
    seen: BTreeSet<(Way, String)>,
}

impl Lister<'_> {
    fn operation(&mut self, name: &str, operation: &Value) {
        self.line(name, text(&operation["operationId"]));
        for way_in in operation["security"].as_array().into_iter().flatten() {
            let keys: Vec<_> = fields(way_in).map(|(key, _)| key.as_str()).collect();
            let keys = if keys.is_empty() { "nobody".to_owned() } else { keys.join(" and ") };
            self.line(format!("{name} security {keys}"), "accepted");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let about = format!("{name} {} {}", text(&parameter["in"]), text(&parameter["name"]));
            let presence = Way::Request.presence(parameter["required"] == true);
            self.value(Way::Request, &about, presence, &parameter["schema"]);
        }
        let body = &operation["requestBody"];
        for (media_type, content) in fields(&body["content"]) {
            let presence = Way::Request.presence(body["required"] == true);
            self.value(Way::Request, &format!("{name} body {media_type}"), presence, &content["schema"]);
        }
        for (status, response) in
            fields(&operation["responses"]).filter(|(status, _)| status.starts_with('2'))
        {
            self.line(format!("{name} {status}"), "answered");
            for (media_type, content) in fields(&response["content"]) {
                self.value(
                    Way::Response,
                    &format!("{name} {status} {media_type}"),
                    "always",
                    &content["schema"],
                );
            }
        }
    }

    fn line(&mut self, about: impl Into<String>, promise: impl Into<String>) {
        self.lines.insert(about.into(), promise.into());
    }

    /// A value of a place: its form, and what stands within it.
    fn value(&mut self, way: Way, about: &str, presence: &str, schema: &Value) {
        let form = self.form(way, about, schema);
        self.line(about, format!("{presence} {form}"));
    }

    /// What kind of value the schema describes. Lists what is within: fields, words, and the schemas that it names.
    fn form(&mut self, way: Way, about: &str, schema: &Value) -> String {
        if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            self.schema(way, name);
            return name.to_owned();
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let forms: BTreeSet<_> = parts.iter().map(|part| self.form(way, about, part)).collect();
            return joined(forms, " and ");
        }
        if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            return joined(choices.iter().map(|choice| self.choice(way, about, choice)).collect(), "|");
        }
        self.plain(way, about, schema)
    }

    /// One of several forms. A choice that names itself by a word has a line of its own.
    fn choice(&mut self, way: Way, about: &str, choice: &Value) -> String {
        let Some(kind) = kind_of(choice) else { return self.form(way, about, choice) };
        let about = format!("{about}<{kind}>");
        let form = self.form(way, &about, choice);
        self.line(about, form.clone());
        form
    }

    fn plain(&mut self, way: Way, about: &str, schema: &Value) -> String {
        for word in schema["enum"].as_array().into_iter().flatten() {
            let word = word.as_str().map_or_else(|| word.to_string(), str::to_owned);
            self.line(format!("{about} value {word}"), "known");
        }
        let required: BTreeSet<_> = schema["required"].as_array().into_iter().flatten().map(text).collect();
        for (field, schema) in fields(&schema["properties"]) {
            let presence = way.presence(required.contains(field.as_str()));
            self.value(way, &format!("{about}.{field}"), presence, schema);
        }
        if schema["items"].is_object() {
            let items = self.form(way, &format!("{about}[]"), &schema["items"]);
            return with_null(schema, format!("[{items}]"));
        }
        if schema["additionalProperties"].is_object() {
            let values = self.form(way, &format!("{about}{{}}"), &schema["additionalProperties"]);
            return with_null(schema, format!("{{{values}}}"));
        }
        let types: BTreeSet<_> = types(schema).map(str::to_owned).collect();
        let format = schema["format"].as_str().map_or_else(String::new, |format| format!(" ({format})"));
        if types.is_empty() { "anything".to_owned() } else { joined(types, "|") + &format }
    }

    fn schema(&mut self, way: Way, name: &str) {
        if !self.seen.insert((way, name.to_owned())) {
            return;
        }
        let description = self.description;
        let schema = &description["components"]["schemas"][name];
        let about = format!("{} {name}", way.name());
        let form = self.form(way, &about, schema);
        self.line(about, form);
    }
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let several = schema["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    schema["type"].as_str().into_iter().chain(several)
}

fn with_null(schema: &Value, form: String) -> String {
    if types(schema).any(|kind| kind == "null") { form + "|null" } else { form }
}

fn joined(forms: BTreeSet<String>, sign: &str) -> String {
    forms.into_iter().collect::<Vec<_>>().join(sign)
}

/// The word that tells a choice from the others: `kind=percent`.
fn kind_of(choice: &Value) -> Option<String> {
    let parts = choice["allOf"].as_array().into_iter().flatten().chain([choice]);
    let tags = parts.flat_map(|part| fields(&part["properties"]));
    let tags = tags.filter_map(|(field, schema)| match schema["enum"].as_array()?.as_slice() {
        [Value::String(word)] => Some(format!("{field}={word}")),
        _ => None,
    });
    tags.min()
}
