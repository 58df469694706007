//! The nouns of the program: who takes part and on which terms.

use super::{TermsWith, World, currency};
use program::{
    ApiKey, Applications, Code, Enrollment, EnrollmentStatus, Group, KeyKind, Link, Partner, Policy,
    PolicyRules, Program, Terms, TermsAcceptance, Utm, Workspace,
};
use words::{
    CodeId, EnrollmentId, Grant, GroupId, KeyId, LinkId, PartnerId, Personal, PolicyId, ProgramId, Scope,
    TermsId,
};

impl World {
    /// The merchant of a scope.
    pub fn workspace(&self, scope: Scope) -> Workspace {
        Workspace { id: scope.workspace, name: "Acme".to_owned(), created_at: self.now() }
    }

    /// A secret key that may do everything.
    pub fn key(&self, scope: Scope) -> ApiKey {
        let id = KeyId::draw(self.now(), self.draw());
        ApiKey {
            id,
            scope,
            kind: KeyKind::Secret,
            name: "Shop server".to_owned(),
            hash: format!("{:064x}", self.draw()),
            hint: "hg_sk_ab12".to_owned(),
            allows: Grant::ALL.to_vec(),
            created_by: None,
            created_at: self.now(),
            expires_at: None,
            revoked_at: None,
        }
    }

    /// A program in euros that leads to shop.example.
    pub fn program(&self, scope: Scope) -> Program {
        Program {
            id: ProgramId::draw(self.now(), self.draw()),
            scope,
            name: "Friends".to_owned(),
            currency: currency("EUR"),
            allowed_domains: vec!["shop.example".to_owned()],
            fallback_url: None,
            link_host: None,
            utm: Utm::default(),
            applications: Applications::default(),
            description: None,
            color: None,
            logo: None,
            names_partners: false,
            joins_customers: false,
            budget: None,
            lead_forms: program::LeadForms::default(),
            disputes: program::DisputeRules::default(),
            statement_schedule: program::StatementSchedule::default(),
            clawback: program::Clawback::default(),
            payouts: program::PayoutRules::default(),
            is_default: false,
            created_at: self.now(),
        }
    }

    /// Version 1: the last touch within 90 days, in force since now.
    pub fn policy(&self, program: &Program) -> Policy {
        Policy {
            id: PolicyId::draw(self.now(), self.draw()),
            scope: program.scope,
            program: program.id,
            version: 1,
            rules: PolicyRules { code_wins: true, ..PolicyRules::default() },
            effective_from: self.now(),
            published_at: self.now(),
        }
    }

    pub fn group(&self, program: &Program) -> Group {
        Group {
            id: GroupId::draw(self.now(), self.draw()),
            scope: program.scope,
            program: program.id,
            name: "Partners".to_owned(),
            created_at: self.now(),
        }
    }

    /// Version 1: 20 % of a customer's first sale, no hold, no cap; `TermsWith` changes it.
    pub fn terms(&self, group: &Group) -> Terms {
        let terms = Terms {
            id: TermsId::draw(self.now(), self.draw()),
            scope: group.scope,
            program: group.program,
            group: group.id,
            version: 1,
            rewards: Vec::new(),
            hold_days: 0,
            strategy: program::Strategy::default(),
            caps: Vec::new(),
            auto_approve_max: None,
            customer_offer: None,
            acceptance: TermsAcceptance::ByPublication,
            applies_to_existing: false,
            effective_from: None,
            published_at: self.now(),
        };
        terms.percent(20).one_time()
    }

    pub fn partner(&self, scope: Scope) -> Partner {
        Partner {
            id: PartnerId::draw(self.now(), self.draw()),
            scope,
            display_name: "Ada's blog".to_owned(),
            company: None,
            personal: self.personal("ada@example.com"),
            created_at: self.now(),
        }
    }

    /// An approved enrollment.
    pub fn enrollment(&self, group: &Group, partner: &Partner) -> Enrollment {
        let id = EnrollmentId::draw(self.now(), self.draw());
        Enrollment::new(id, group, partner.id, EnrollmentStatus::Approved, self.now())
    }

    /// A link on the default host to the shop's front page; the slug comes from the link's id.
    pub fn link(&self, enrollment: &Enrollment) -> Link {
        let id = LinkId::draw(self.now(), self.draw());
        Link::new(id, enrollment, digits_of(&id), "https://shop.example/".to_owned(), self.now())
    }

    /// A code written like the end of its own id.
    pub fn code(&self, enrollment: &Enrollment) -> Code {
        let id = CodeId::draw(self.now(), self.draw());
        Code {
            id,
            scope: enrollment.scope,
            program: enrollment.program,
            enrollment: enrollment.id,
            partner: enrollment.partner,
            code: digits_of(&id).to_ascii_uppercase(),
            created_at: self.now(),
            archived_at: None,
            leaked_at: None,
            customer_offer: program::CodeOffer::default(),
        }
    }

    /// What we know of the owner of a normalized address.
    pub fn personal(&self, email: &str) -> Personal {
        use engine::ports::Vault;
        let key = self.vault.new_key();
        Personal {
            email: Some(self.vault.seal(&key, email)),
            email_hash: Some(self.vault.email_hash(email)),
            key: Some(key),
            ..Personal::default()
        }
    }
}

/// The drawn part of an id, which no other id of its kind has.
fn digits_of(id: &impl ToString) -> String {
    let text = id.to_string();
    text.split('_').next_back().unwrap_or_default().to_owned()
}
