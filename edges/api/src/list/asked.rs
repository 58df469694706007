//! What a request asks of a list: filters, sort, page and form, by the names that the noun's columns have.

use super::{
    LIMIT_MAX, List, cursor,
    table::{self, is_table},
};
use crate::{
    access::{Allowed, AtPartner},
    present::{Presenter, View},
    problem::{Code, Problem},
    state::Api,
};
use axum::{
    Json,
    extract::FromRequestParts,
    http::Uri,
    http::request::Parts,
    response::{IntoResponse, Response},
};
use engine::{
    Engine, Need, Portal,
    ports::{
        Column, ColumnKind, Filter, ListQuery, Noun, Row, Sort, Sorting, StorageError, Test, Value, Vault,
    },
};
use program::normalize_email;
use serde::Serialize;
use std::collections::BTreeSet;
use std::marker::PhantomData;
use url::form_urlencoded;
use utoipa::{
    IntoParams, ToSchema,
    openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle},
    openapi::schema::{KnownFormat, SchemaFormat, Type},
    openapi::{Array, ObjectBuilder, RefOr, Required, Schema},
};
use words::{Invalid, Scope};

/// Values of one filter.
pub(crate) const VALUES_MAX: usize = 50;

/// A noun as its list shows it.
pub(crate) trait Listed:
    View<Row: TryFrom<Row> + Send + Sync> + Serialize + ToSchema + 'static
{
    const NOUN: Noun;
    /// Columns that this view does not filter by: their answer would tell what it does not show.
    const HIDDEN: &[&str] = &[];
}

/// A request for a list of `V`, as it was written.
pub(crate) struct Asked<V> {
    uri: Uri,
    pairs: Vec<(String, String)>,
    is_table: bool,
    listed: PhantomData<fn() -> V>,
}

/// The query to ask the book, and what stands for this list in its cursors.
struct Understood {
    query: ListQuery,
    limit: usize,
    list: String,
}

impl<V: Listed> FromRequestParts<Api> for Asked<V> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let mut seen = BTreeSet::new();
        for (name, _) in &pairs {
            if !names::<V>().contains(name) {
                let expected = format!("one of {}", names::<V>().join(", "));
                let problem = Problem::new(Code::MalformedQuery, format!("there is no parameter {name}"));
                return Err(problem.field(name).expected(expected));
            }
            if !seen.insert(name) {
                return Err(Problem::new(Code::MalformedQuery, format!("{name} is given twice")).field(name));
            }
        }
        let is_table = is_table(given(&pairs, "format"), &parts.headers)?;
        Ok(Self { uri: parts.uri.clone(), pairs, is_table, listed: PhantomData })
    }
}

fn given<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
}

impl<V: Listed> Asked<V> {
    /// The list for a caller who may read the noun. A table is long, and so is what a page of a list may be sorted from.
    pub(crate) async fn answer<N: Need>(self, reader: Allowed<N>) -> Result<Response, Problem> {
        let (bound, holder) = if self.is_table { reader.heavy() } else { reader.lists() };
        let bound = bound.clone();
        bound
            .run(
                holder,
                async move { self.listed(reader.engine(), reader.scope(), &reader.presenter()).await },
            )
            .await
    }

    /// The list of a partner's own.
    pub(crate) async fn answer_own(self, at: AtPartner) -> Result<Response, Problem> {
        let is_table = self.is_table;
        let list = move |at: AtPartner| async move {
            let portal = at.portal().await?;
            self.listed_own(&portal, &at.presenter(&portal)).await
        };
        if is_table { at.aside(list).await } else { at.list_aside(list).await }
    }

    async fn listed(
        &self,
        engine: &Engine,
        scope: Scope,
        presenter: &Presenter<'_>,
    ) -> Result<Response, Problem> {
        let understood = self.understand(scope, engine.vault())?;
        let rows = engine.book().list(scope, &understood.query).await?;
        self.show(understood, rows, presenter).await
    }

    async fn listed_own(&self, portal: &Portal<'_>, presenter: &Presenter<'_>) -> Result<Response, Problem> {
        let understood = self.understand(portal.scope(), portal.vault())?;
        let rows = portal.list(&understood.query).await?;
        self.show(understood, rows, presenter).await
    }

    fn understand(&self, scope: Scope, vault: &dyn Vault) -> Result<Understood, Problem> {
        let limit = table::read_limit(given(&self.pairs, "limit"), self.is_table)?;
        let sort = self.sort()?;
        let mut filters = Vec::new();
        for (name, text) in &self.pairs {
            filters.extend(filter::<V>(name, text, vault)?);
        }
        let list = self.list(scope, sort);
        let after = match given(&self.pairs, "cursor") {
            None => None,
            Some(text) => Some(cursor::read(&list, text).ok_or_else(|| {
                let expected = "the next cursor of an earlier page with the same filters and sort";
                Invalid::new("cursor", expected)
            })?),
        };
        // One more than wanted shows whether more follow.
        let query = ListQuery { noun: V::NOUN, filters, sort, after, limit: limit + 1 };
        Ok(Understood { query, limit, list })
    }

    /// Makes the answer of what the book gave.
    async fn show(
        &self,
        Understood { query, limit, list }: Understood,
        mut rows: Vec<Row>,
        presenter: &Presenter<'_>,
    ) -> Result<Response, Problem> {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| cursor::write(&list, &query.place(row)));

        let wrong = |_| StorageError::new(format!("the list of {} holds another noun", V::NOUN.plural()));
        let rows = rows.into_iter().map(V::Row::try_from).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let items = presenter.all::<V>(rows).await?;

        if self.is_table {
            return table::answer(
                V::NOUN.plural(),
                items,
                next.map(|next| table::page_at(&self.uri, &next)).as_deref(),
            );
        }
        Ok(Json(List { items, next_cursor: next }).into_response())
    }

    fn sort(&self) -> Result<Sort, Invalid> {
        let Some(text) = given(&self.pairs, "sort") else { return Ok(V::NOUN.sort()) };
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let column = V::NOUN.column(name).filter(|column| column.sorting != Sorting::Unsorted);
        let expected = || Invalid::new("sort", format!("one of {}", sorts(V::NOUN).join(", ")));
        Ok(Sort { column: column.ok_or_else(expected)?, descending })
    }

    /// What makes this list another than others: where it is, what of, in which order, with which filters.
    fn list(&self, scope: Scope, sort: Sort) -> String {
        let paging = ["limit", "cursor", "sort", "format"];
        let mut filters: Vec<_> =
            self.pairs.iter().filter(|(name, _)| !paging.contains(&name.as_str())).collect();
        filters.sort();
        let Sort { column, descending } = sort;
        let (workspace, mode) = (scope.workspace, scope.mode.name());
        format!("{workspace}/{mode}{}?{}/{descending}/{filters:?}", self.uri.path(), column.name)
    }
}

/// The filter that a parameter means; none for what is no filter.
fn filter<V: Listed>(name: &str, text: &str, vault: &dyn Vault) -> Result<Option<Filter>, Problem> {
    let (column, bound) = match name.rsplit_once('.') {
        Some((column, bound)) => (column, Some(bound)),
        None => (name, None),
    };
    let Some(column) = V::NOUN.column(column) else { return Ok(None) };
    let refused = |expected: String| {
        let detail = format!("{name}: expected {expected}");
        Problem::new(Code::InvalidField, detail).field(name).expected(expected)
    };
    let test = match bound {
        Some("from") => Test::From(column.parse(text).map_err(refused)?),
        Some(_) => Test::Until(column.parse(text).map_err(refused)?),
        None => {
            let values: Vec<_> = text.split(',').collect();
            if values.len() > VALUES_MAX {
                return Err(refused(format!("at most {VALUES_MAX} values, with commas between them")));
            }
            let values = values.into_iter().map(|text| value(column, text, vault));
            Test::OneOf(values.collect::<Result<_, _>>().map_err(refused)?)
        }
    };
    Ok(Some(Filter { column, test }))
}

fn value(column: &Column, text: &str, vault: &dyn Vault) -> Result<Value, String> {
    match column.kind {
        ColumnKind::EmailHash => {
            let address = normalize_email("email", text).map_err(|fault| fault.expected)?;
            Ok(Value::Text(vault.email_hash(&address).0))
        }
        _ => column.parse(text),
    }
}

fn sorts(noun: Noun) -> Vec<String> {
    let sorted = noun.columns().iter().filter(|column| column.sorting != Sorting::Unsorted);
    sorted.flat_map(|column| [column.name.to_owned(), format!("-{}", column.name)]).collect()
}

fn names<V: Listed>() -> Vec<String> {
    Asked::<V>::into_params(|| None).into_iter().map(|parameter| parameter.name).collect()
}

/// From the columns, so that the description cannot say anything else than the list does.
impl<V: Listed> IntoParams for Asked<V> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters: Vec<_> = {
            let shown = V::NOUN.columns().iter().copied().filter(|column| !V::HIDDEN.contains(&column.name));
            shown.flat_map(of_column).collect()
        };
        let sorts = sorts(V::NOUN);
        let first = sorts.first().cloned().unwrap_or_default();
        let sort = format!("What it is sorted by, with `-` the greatest first; {first}, if absent.");
        parameters.push(parameter("sort", &sort, words(sorts)));
        let limit = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(table::ROWS_MAX as u64));
        let of_page = format!(
            "Items of a page: at most {LIMIT_MAX}, 50 if absent; as CSV at most {} rows, which is also the \
             default.",
            table::ROWS_MAX
        );
        parameters.push(parameter("limit", &of_page, limit));
        let cursor = "The next cursor of the page before, with the same filters and sort.";
        parameters.push(parameter("cursor", cursor, ObjectBuilder::new().schema_type(Type::String)));
        let format = "`csv` is the same as `Accept: text/csv`.";
        parameters.push(parameter("format", format, words(["json", "csv"])));
        parameters
    }
}

fn of_column(column: &'static Column) -> Vec<Parameter> {
    let Column { name, kind, .. } = column;
    let plain = || ObjectBuilder::new().schema_type(Type::String);
    let item: RefOr<Schema> = match kind {
        ColumnKind::Instant => plain().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).into(),
        ColumnKind::Number | ColumnKind::Amount => ObjectBuilder::new().schema_type(Type::Integer).into(),
        ColumnKind::OneOf(these) => words(these()).into(),
        ColumnKind::Word(_) | ColumnKind::Text | ColumnKind::EmailHash => plain().into(),
    };
    if column.is_range() {
        let bound = |bound, description| parameter(&format!("{name}.{bound}"), description, item.clone());
        return vec![bound("from", "From this on."), bound("until", "Before this.")];
    }
    let description = "Only those with one of these values, with commas between them.";
    let mut several = parameter(name, description, Array::new(item));
    (several.style, several.explode) = (Some(ParameterStyle::Form), Some(false));
    vec![several]
}

fn words(these: impl IntoIterator<Item = impl Into<String>>) -> ObjectBuilder {
    let these: Vec<String> = these.into_iter().map(Into::into).collect();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(these))
}

fn parameter(name: &str, description: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
