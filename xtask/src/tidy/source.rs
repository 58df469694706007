//! Source files, taken apart as far as the checks need: code without comments and literals, comments without code, and
//! which lines are tests.
//!
//! This is no parser. It knows comments, strings, characters and braces, which is enough to count lines and to find
//! words, and it needs no dependency.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Folders at the root that hold no source of ours; hidden ones are left out as well.
const SKIPPED_AT_ROOT: &[&str] = &["target", "data"];
const SKIPPED_EVERYWHERE: &[&str] = &["node_modules"];

pub(crate) struct Source {
    /// Relative to the repository root, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
    /// The text with comments and literals blanked, line for line.
    pub(crate) code: String,
    /// The text with everything but comments blanked, line for line.
    pub(crate) comments: String,
    /// One entry per line: whether it belongs to a test.
    in_test: Vec<bool>,
    /// Modules that live in files of their own and are compiled for tests only.
    test_modules: Vec<String>,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Where its `fn` stands, counted from one.
    pub(crate) line: usize,
    /// From its `fn` to its closing brace, both counted.
    pub(crate) line_count: usize,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (code, comments) = split(text);
        let (mut in_test, test_modules) = test_lines(&code);
        if is_test_file(path) || code.contains("#![cfg(test)]") {
            in_test.fill(true);
        }
        Self { path: path.to_owned(), text: text.to_owned(), code, comments, in_test, test_modules }
    }

    /// Whether the line, counted from one, belongs to a test.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.in_test.get(line - 1).copied().unwrap_or(false)
    }

    pub(crate) fn functions(&self) -> Vec<Function> {
        let code: Vec<char> = self.code.chars().collect();
        let mut functions = Vec::new();
        let mut line = 1;
        for index in 0..code.len() {
            if code[index] == '\n' {
                line += 1;
            }
            let Some(name) = function_name(&code, index) else { continue };
            let Some((_, close)) = body(&code, index) else { continue };
            let line_count = 1 + code[index..close].iter().filter(|sign| **sign == '\n').count();
            functions.push(Function { name, line, line_count });
        }
        functions
    }

    /// The files that the test modules declared here may live in.
    fn test_module_paths(&self) -> impl Iterator<Item = String> {
        let (folder, file) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let stem = file.trim_end_matches(".rs");
        let home = match stem {
            "lib" | "main" | "mod" => folder.to_owned(),
            _ => format!("{folder}/{stem}"),
        };
        let paths = |name: &String| [format!("{home}/{name}.rs"), format!("{home}/{name}/mod.rs")];
        self.test_modules.iter().flat_map(paths).collect::<Vec<_>>().into_iter()
    }
}

/// Every Rust file of the repository, in the order of their paths.
pub(crate) fn read_all(root: &Path) -> io::Result<Vec<Source>> {
    let mut sources = Vec::new();
    read_folder(root, "", &mut sources)?;
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    let only_for_tests: BTreeSet<String> = sources.iter().flat_map(Source::test_module_paths).collect();
    for source in sources.iter_mut().filter(|source| only_for_tests.contains(&source.path)) {
        source.in_test.fill(true);
    }
    Ok(sources)
}

fn read_folder(root: &Path, folder: &str, sources: &mut Vec<Source>) -> io::Result<()> {
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let skipped = name.starts_with('.')
            || SKIPPED_EVERYWHERE.contains(&name.as_str())
            || (folder.is_empty() && SKIPPED_AT_ROOT.contains(&name.as_str()));
        if skipped {
            continue;
        }
        if entry.file_type()?.is_dir() {
            read_folder(root, &path, sources)?;
        } else if name.ends_with(".rs") {
            sources.push(Source::new(&path, &std::fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

fn is_test_file(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    folder.split('/').any(|name| name == "tests") || file == "tests.rs" || file.ends_with("_tests.rs")
}

/// The text as code alone and as comments alone; both keep the line breaks.
fn split(text: &str) -> (String, String) {
    let signs: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut comments = String::new();
    let mut index = 0;
    while index < signs.len() {
        let comment_end = comment_end(&signs, index);
        let end = comment_end.or_else(|| literal_end(&signs, index));
        for sign in &signs[index..end.unwrap_or(index + 1)] {
            let blank = if *sign == '\n' { '\n' } else { ' ' };
            code.push(if end.is_none() { *sign } else { blank });
            comments.push(if comment_end.is_some() { *sign } else { blank });
        }
        index = end.unwrap_or(index + 1);
    }
    (code, comments)
}

/// The index after the comment that starts here.
fn comment_end(signs: &[char], start: usize) -> Option<usize> {
    if signs[start..].starts_with(&['/', '/']) {
        let length = signs[start..].iter().position(|sign| *sign == '\n');
        return Some(length.map_or(signs.len(), |length| start + length));
    }
    if !signs[start..].starts_with(&['/', '*']) {
        return None;
    }
    let mut depth = 0_usize;
    let mut index = start;
    while index < signs.len() {
        if signs[index..].starts_with(&['/', '*']) {
            depth += 1;
            index += 2;
        } else if signs[index..].starts_with(&['*', '/']) {
            depth -= 1;
            index += 2;
            if depth == 0 {
                return Some(index);
            }
        } else {
            index += 1;
        }
    }
    Some(signs.len())
}

/// The index after the string or character that starts here. A lifetime is neither.
fn literal_end(signs: &[char], start: usize) -> Option<usize> {
    match signs[start] {
        '"' => Some(quoted_end(signs, start, '"')),
        '\'' => {
            let escaped = signs.get(start + 1) == Some(&'\\');
            let one_sign = signs.get(start + 2) == Some(&'\'');
            (escaped || one_sign).then(|| quoted_end(signs, start, '\''))
        }
        'r' => raw_string_end(signs, start),
        _ => None,
    }
}

fn quoted_end(signs: &[char], start: usize, quote: char) -> usize {
    let mut index = start + 1;
    while index < signs.len() && signs[index] != quote {
        index += if signs[index] == '\\' { 2 } else { 1 };
    }
    signs.len().min(index + 1)
}

/// `r"…"`, `r#"…"#` and, one sign later, `br"…"` and `cr"…"`.
fn raw_string_end(signs: &[char], start: usize) -> Option<usize> {
    let before = start.checked_sub(1).map(|before| signs[before]);
    let hashes = signs[start + 1..].iter().take_while(|sign| **sign == '#').count();
    let opens = signs.get(start + 1 + hashes) == Some(&'"');
    if !opens || before.is_some_and(|before| is_name_sign(before) && before != 'b' && before != 'c') {
        return None;
    }
    let mut index = start + 2 + hashes;
    while index < signs.len() {
        let closing = signs[index] == '"' && signs[index + 1..].iter().take(hashes).all(|sign| *sign == '#');
        index += 1;
        if closing {
            return Some(signs.len().min(index + hashes));
        }
    }
    Some(signs.len())
}

pub(crate) fn is_name_sign(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The name of the function whose `fn` starts here.
fn function_name(code: &[char], index: usize) -> Option<String> {
    let starts = code[index..].starts_with(&['f', 'n', ' ']);
    if !starts || index.checked_sub(1).is_some_and(|before| is_name_sign(code[before])) {
        return None;
    }
    let name: String = code[index + 3..].iter().take_while(|sign| is_name_sign(**sign)).collect();
    (!name.is_empty()).then_some(name)
}

/// Where the body of the item at `start` opens and closes; nothing when the item ends with a semicolon.
pub(crate) fn body(code: &[char], start: usize) -> Option<(usize, usize)> {
    let mut depth = 0_usize;
    let mut open = None;
    for (index, sign) in code.iter().enumerate().skip(start) {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => return None,
            '{' if depth == 0 => {
                open = Some(index);
                break;
            }
            _ => {}
        }
    }
    let open = open?;
    let mut braces = 0_usize;
    for (index, sign) in code.iter().enumerate().skip(open) {
        match sign {
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        if braces == 0 {
            return Some((open, index));
        }
    }
    None
}

/// Which lines stand under `#[cfg(test)]`, and which modules in other files do.
fn test_lines(code: &str) -> (Vec<bool>, Vec<String>) {
    let signs: Vec<char> = code.chars().collect();
    let mut in_test = vec![false; code.lines().count()];
    let mut modules = Vec::new();
    for attribute in ["#[cfg(test)]", "#[cfg(all(test"] {
        for (at, _) in code.match_indices(attribute) {
            // All signs outside literals and comments that matter here are counted in signs, not bytes.
            let start = code[..at].chars().count();
            let item = start + code[at..].chars().take_while(|sign| *sign != ']').count() + 1;
            let semicolon = || signs[item..].iter().position(|sign| *sign == ';').map(|length| item + length);
            let end =
                body(&signs, item).map(|(_, close)| close).or_else(semicolon).unwrap_or(signs.len() - 1);
            let first = signs[..start].iter().filter(|sign| **sign == '\n').count();
            let last = signs[..end].iter().filter(|sign| **sign == '\n').count();
            in_test[first..=last].fill(true);
            let declaration: String = signs[item..end].iter().collect();
            if let Some((_, name)) = declaration.rsplit_once("mod ").filter(|_| signs[end] == ';') {
                modules.push(name.trim().to_owned());
            }
        }
    }
    (in_test, modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str) -> Vec<(String, usize, usize)> {
        let functions = Source::new("engine/src/lib.rs", text).functions();
        functions.into_iter().map(|function| (function.name, function.line, function.line_count)).collect()
    }

    fn one(name: &str, line: usize, line_count: usize) -> (String, usize, usize) {
        (name.to_owned(), line, line_count)
    }

    #[test]
    fn a_function_counts_from_its_signature_to_its_closing_brace() {
        assert_eq!(counted("fn one() {}\n"), [one("one", 1, 1)]);
        assert_eq!(counted("//! Why.\n\npub fn two(\n    a: u8,\n) -> u8 {\n    a\n}\n"), [one("two", 3, 5)]);
    }

    #[test]
    fn braces_in_literals_and_comments_do_not_count() {
        let text = "fn odd<'a>(a: &'a str) -> char {\n    // }\n    /* } /* } */ */\n    let _ = \"}\\\"}\";\n    \
                    let _ = r#\"}\"}\"#;\n    let _ = '\\'';\n    '}'\n}\n\nfn next() {\n}\n";
        assert_eq!(counted(text), [one("odd", 1, 8), one("next", 10, 2)]);
    }

    #[test]
    fn declarations_and_function_types_are_not_functions() {
        let text = "trait Port {\n    fn ask(&self, key: [u8; 4]) -> fn(u8) -> u8;\n    fn tell(&self) {\n    }\n}\n";
        assert_eq!(counted(text), [one("tell", 3, 2)]);
    }

    #[test]
    fn nested_functions_are_counted_too() {
        assert_eq!(
            counted("fn outer() {\n    fn inner() {\n    }\n}\n"),
            [one("outer", 1, 4), one("inner", 2, 2)]
        );
    }

    #[test]
    fn test_modules_are_told_apart() {
        let text = "fn real() {}\n\n#[cfg(test)]\nmod tests {\n    fn helper() {}\n}\n\nfn after() {}\n";
        let source = Source::new("flow/1-click/src/lib.rs", text);
        let lines: Vec<usize> = (1..=8).filter(|line| source.is_test(*line)).collect();
        assert_eq!(lines, [3, 4, 5, 6]);
    }

    #[test]
    fn a_test_module_in_its_own_file_is_followed() {
        let source = Source::new("engine/src/lib.rs", "#[cfg(test)]\nmod stories;\n\nfn real() {}\n");
        let paths: Vec<_> = source.test_module_paths().collect();
        assert_eq!(paths, ["engine/src/stories.rs", "engine/src/stories/mod.rs"]);
        assert!(source.is_test(2) && !source.is_test(4));
        assert!(Source::new("edges/api/tests/it/main.rs", "fn story() {}\n").is_test(1));
    }

    #[test]
    fn comments_and_code_are_kept_apart() {
        let source = Source::new("engine/src/lib.rs", "let a = \"// no\"; // yes\nlet b = 'x';\n");
        assert_eq!(source.code, "let a =        ;       \nlet b =    ;\n");
        assert_eq!(source.comments.trim(), "// yes");
    }
}
