//! What a letter says, in plain text and as simple HTML. Names that people chose are shown, never obeyed: they
//! are escaped in HTML and cannot break a line of the head.

use engine::ports::LetterKind;

/// Characters of a name that a letter shows.
const NAME_CHARACTERS_MAX: usize = 80;

pub(crate) struct Written {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Paragraphs with, between them, the one link that the letter is about.
struct Draft {
    subject: String,
    before: Vec<String>,
    link: Option<String>,
    after: Vec<String>,
}

pub(crate) fn write(kind: &LetterKind) -> Written {
    let draft = draft(kind);
    let mut paragraphs = draft.before.clone();
    paragraphs.extend(draft.link.clone());
    paragraphs.extend(draft.after.clone());
    let text = paragraphs.join("\n\n") + "\n";
    let paragraph = |words: &String| format!("<p>{}</p>", escaped(words));
    let link = draft.link.as_ref().map(|link| {
        let link = escaped(link);
        format!("<p><a href=\"{link}\">{link}</a></p>")
    });
    let parts = draft.before.iter().map(paragraph).chain(link).chain(draft.after.iter().map(paragraph));
    let body: String = parts.collect();
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" \
         content=\"light dark\"></head><body style=\"font-family:system-ui,sans-serif;line-height:1.5;\
         max-width:34em\">{body}</body></html>"
    );
    Written { subject: draft.subject, text, html }
}

fn draft(kind: &LetterKind) -> Draft {
    let ignore = "If this was not you, ignore this letter: without the link nothing happens.";
    let once = |what: &str, time: &str| format!("It works once, for {time}. {what}");
    match kind {
        LetterKind::LogIn { link, minutes } => Draft {
            subject: "Your link to log in".to_owned(),
            before: vec!["Open this link to log in:".to_owned()],
            link: Some(link.clone()),
            after: vec![once(ignore, &format!("{minutes} minutes"))],
        },
        LetterKind::PasswordReset { link, minutes } => Draft {
            subject: "Choose a new password".to_owned(),
            before: vec!["Open this link to choose a new password:".to_owned()],
            link: Some(link.clone()),
            after: vec![once(ignore, &format!("{minutes} minutes"))],
        },
        LetterKind::Invitation { link, workspace, role, days } => Draft {
            subject: format!("{} invites you", name(workspace)),
            before: vec![format!("{} invites you to join as {role}:", name(workspace))],
            link: Some(link.clone()),
            after: vec![once("", &format!("{days} days")).trim().to_owned()],
        },
        LetterKind::PartnerInvitation { link, workspace, program, days } => Draft {
            subject: format!("{} invites you to {}", name(workspace), name(program)),
            before: vec![format!(
                "{} invites you to its partner program {}:",
                name(workspace),
                name(program)
            )],
            link: Some(link.clone()),
            after: vec![once("", &format!("{days} days")).trim().to_owned()],
        },
        LetterKind::ApplicationReceived { workspace, program } => Draft {
            subject: format!("Your application to {}", name(program)),
            before: vec![format!(
                "{} has your application to {} and will answer it.",
                name(workspace),
                name(program)
            )],
            link: None,
            after: Vec::new(),
        },
        LetterKind::ApplicationApproved { link, workspace, program } => Draft {
            subject: format!("Welcome to {}", name(program)),
            before: vec![format!("{} has approved your application to {}.", name(workspace), name(program))],
            link: Some(link.clone()),
            after: Vec::new(),
        },
        LetterKind::ApplicationRejected { workspace, program, reason } => Draft {
            subject: format!("Your application to {}", name(program)),
            before: vec![
                format!("{} has not accepted your application to {}.", name(workspace), name(program)),
                format!("The reason given: {}", one_line(reason)),
            ],
            link: None,
            after: Vec::new(),
        },
        LetterKind::PayoutMethodChanged { .. } | LetterKind::PayoutMethodBounced { .. } => of_method(kind),
        LetterKind::Told { subject, paragraphs } => told(subject, paragraphs),
        LetterKind::PasswordChanged { at, address } => Draft {
            subject: "Your password was changed".to_owned(),
            before: vec![
                format!("Your password was changed at {at}, from the network address {address}."),
                "If this was not you, ask for a new password at once: every session then ends.".to_owned(),
            ],
            link: None,
            after: Vec::new(),
        },
    }
}

fn of_method(kind: &LetterKind) -> Draft {
    match kind {
        LetterKind::PayoutMethodBounced { .. } => method_bounced(kind),
        _ => method_changed(kind),
    }
}

/// Told in both languages: which of them the partner reads is not known.
fn method_changed(kind: &LetterKind) -> Draft {
    let LetterKind::PayoutMethodChanged { workspace, before, after, changed_at, usable_from } = kind else {
        return told("", &[]);
    };
    let (workspace, before, after) = (name(workspace), name(before), name(after));
    Draft {
        subject: format!("{workspace}: how you are paid was changed / Ihre Auszahlung wurde geändert"),
        before: vec![
            format!(
                "On {} it was changed how {workspace} pays you: from {before} to {after}. The new way is paid \
                 with from {} on.",
                changed_at.human(),
                usable_from.human(),
            ),
            "If this was not you, change it back at once and tell whoever runs the program: nothing is paid \
             the new way before that time."
                .to_owned(),
            format!(
                "Am {} um {} wurde geändert, wie {workspace} an Sie auszahlt: von {before} zu {after}. Neu \
                 ausgezahlt wird ab {} um {}.",
                changed_at.date_of_dots(),
                changed_at.clock(),
                usable_from.date_of_dots(),
                usable_from.clock(),
            ),
            "Waren Sie das nicht, machen Sie die Änderung sofort rückgängig und wenden Sie sich an den Betreiber \
             des Programms: Vorher wird nichts auf dem neuen Weg ausgezahlt."
                .to_owned(),
        ],
        link: None,
        after: Vec::new(),
    }
}

/// What is wrong with an account, in English and German.
fn account_fault(fault: &str) -> (&'static str, &'static str) {
    match fault {
        "closed" => ("the account is closed", "das Konto ist geschlossen"),
        "blocked" => ("the account is blocked", "das Konto ist gesperrt"),
        _ => ("the account details are not valid", "die Kontodaten sind ungültig"),
    }
}

/// In both languages, as of a change.
fn method_bounced(kind: &LetterKind) -> Draft {
    let LetterKind::PayoutMethodBounced { workspace, account, amount, fault } = kind else {
        return told("", &[]);
    };
    let (workspace, account, amount) = (name(workspace), name(account), name(amount));
    let (english, german) = account_fault(fault);
    Draft {
        subject: format!("{workspace}: update your payout method / Bitte Auszahlungsweg aktualisieren"),
        before: vec![
            format!("A payment of {amount} from {workspace} to {account} did not go through: {english}."),
            "You keep what you earned. Open Payments in your partner portal and set a payout method that works. Until \
             then, you are left out of payouts."
                .to_owned(),
            format!("Eine Zahlung von {workspace} über {amount} an {account} ist zurückgekommen: {german}."),
            "Ihr Guthaben bleibt Ihnen erhalten. Öffnen Sie im Partnerportal die Seite Zahlungen und hinterlegen Sie \
             einen gültigen Auszahlungsweg. Bis dahin zahlen wir nichts an Sie aus."
                .to_owned(),
        ],
        link: None,
        after: Vec::new(),
    }
}

/// What happened, in words that are whole already.
fn told(subject: &str, paragraphs: &[String]) -> Draft {
    let before = paragraphs.iter().map(|paragraph| one_line(paragraph)).collect();
    Draft { subject: one_line(subject), before, link: None, after: Vec::new() }
}

/// A name on one line, not too long.
fn name(text: &str) -> String {
    one_line(text).chars().take(NAME_CHARACTERS_MAX).collect()
}

/// On one line, and in the direction in which the letter is written.
fn one_line(text: &str) -> String {
    let breaks = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
    let turns = |sign: &char| !matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(turns).map(|sign| if breaks(sign) { ' ' } else { sign }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_chose_are_shown_and_not_obeyed() {
        let workspace = "<script>Acme\r\nBcc: all@example.com".to_owned();
        let (link, role) = ("https://go.example/#token=hgl_1&x".to_owned(), "manager".to_owned());
        let written = write(&LetterKind::Invitation { link: link.clone(), workspace, role, days: 7 });
        assert!(!written.subject.contains(['\r', '\n']), "{}", written.subject);
        assert!(written.html.contains("&lt;script&gt;Acme") && !written.html.contains("<script"));
        assert!(written.text.contains(&link) && written.html.contains("#token=hgl_1&amp;x"));
    }

    #[test]
    fn a_bounced_account_is_named_with_what_to_do_in_both_languages() {
        for (fault, english, german) in [
            ("closed", "the account is closed", "das Konto ist geschlossen"),
            ("blocked", "the account is blocked", "das Konto ist gesperrt"),
            ("invalid", "the account details are not valid", "die Kontodaten sind ungültig"),
        ] {
            let written = write(&LetterKind::PayoutMethodBounced {
                workspace: "Acme\r\nBcc: all@example.com".to_owned(),
                account: "DE•• … 3000".to_owned(),
                amount: "43.20 EUR".to_owned(),
                fault: fault.to_owned(),
            });
            assert!(!written.subject.contains(['\r', '\n']));
            for part in [english, german, "43.20 EUR", "DE•• … 3000", "set a payout method that works"]
            {
                assert!(written.text.contains(part), "{part}: {}", written.text);
            }
        }
    }

    #[test]
    fn a_reason_is_given_whole_on_one_line_and_turns_nothing_around() {
        let (workspace, program) = ("Acme".to_owned(), "Friends\u{202e}".to_owned());
        let reason = format!("{}\u{2028}the end", "because ".repeat(30));
        let written = write(&LetterKind::ApplicationRejected { workspace, program, reason });
        assert!(written.text.contains("because because  the end"), "{}", written.text);
        assert!(!written.subject.contains('\u{202e}') && !written.text.contains('\u{2028}'));
    }
}
