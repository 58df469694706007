//! How the demo's partners are paid: by bank, a few by PayPal, some who have not said how. Finance makes the batches,
//! the owner approves them; what was paid is told two days later, and the last batch waits for its approval.

use super::{PASSWORD, email_of, people::PARTNERS};
use engine::{
    BatchInput, Engine, Error, LogIn, MethodInput, Operator, Origin, OutcomeInput, Permit, Proof,
    need::WritePayouts,
    payout_methods, payouts, people,
    ports::{ListOf, Page, TransferColumn, list_of},
};
use payout::{BankAccount, BatchStep, Destination, Handing, MethodKind, Outcome, OutcomeSource, Transfer};
use words::{BatchId, Currency, Day, Mode, PartnerId, ProgramId, Role};

/// On this day of a month is paid what the month before brought.
const PAYDAY: i64 = 11;
/// The last month is left for the batch that waits.
const LEFT_FOR_LAST_DAYS: i64 = 20;
const OUTCOMES_AFTER_DAYS: i64 = 2;
/// Statements fall due half a month after their period: all of the last one are looked at.
const DUE_WITHIN_DAYS: i64 = 31;
const BANK_CODE: u64 = 37_040_044;
const COUNTRY: u64 = 131_400;
const PAYER: &str = "DE02120300000000202051";

/// Who pays, and what is to be told later.
pub(super) struct Payroll {
    program: ProgramId,
    finance: Permit<WritePayouts>,
    owner: Permit<WritePayouts>,
    handed: Option<(Day, BatchId)>,
}

/// How the partner in this place wants to be paid, if they have said it.
pub(super) async fn say_how(
    engine: &Engine,
    operator: Operator,
    (place, name, email): (usize, &str, &str),
    (partner, currency): (PartnerId, Currency),
) -> Result<(), Error> {
    let destination = match place % 8 {
        5 if place > 8 => return Ok(()),
        3 if place > 8 => Destination::Paypal { email: email.to_owned() },
        _ => Destination::Bank(BankAccount::parse(name, &iban(place), None)?),
    };
    payout_methods::set_by_operator(engine, operator, partner, &MethodInput { currency, destination })
        .await?;
    Ok(())
}

/// An account at the bank of the examples, with its right check digits (ISO 13616).
fn iban(place: usize) -> String {
    let account = 532_013_001 + place as u64;
    let remainder = |sum: u64, part: u64, shift: u64| (sum * shift + part) % 97;
    let sum = remainder(remainder(BANK_CODE % 97, account, 10_000_000_000 % 97), COUNTRY, 1_000_000 % 97);
    format!("DE{:02}{BANK_CODE}{account:010}", 98 - sum)
}

impl Payroll {
    /// Says from which account the program pays, and has those log in who will.
    pub(super) async fn prepare(
        engine: &Engine,
        operator: Operator,
        program: ProgramId,
    ) -> Result<Self, Error> {
        let account = BankAccount::parse("Alder & Finch GmbH", PAYER, None)?;
        payout_methods::set_paying_account(engine, &operator.permit(), program, Some(&account)).await?;
        let (finance, owner) = (member(engine, Role::Finance).await?, member(engine, Role::Owner).await?);
        Ok(Self { program, finance, owner, handed: None })
    }

    /// What finance does on a morning of the season, which ends so many days later.
    pub(super) async fn morning(&mut self, engine: &Engine, days_left: i64) -> Result<(), Error> {
        let today = Day::of(engine.now());
        if let Some((on, batch)) = self.handed.filter(|(on, _)| *on <= today) {
            self.handed = None;
            self.tell(engine, batch, on).await?;
        }
        if is_payday(today) && days_left > LEFT_FOR_LAST_DAYS {
            let batch = self.pay(engine, MethodKind::Bank).await?;
            self.handed = batch.map(|batch| (today.plus_days(OUTCOMES_AFTER_DAYS), batch));
        }
        // Of these it is not known yet what became of them.
        if days_left == OUTCOMES_AFTER_DAYS {
            self.pay(engine, MethodKind::Paypal).await?;
        }
        Ok(())
    }

    /// Makes a batch, has it approved and hands it over; none if nobody is to be paid in this way.
    async fn pay(&self, engine: &Engine, rail: MethodKind) -> Result<Option<BatchId>, Error> {
        let first = Page { after: None, limit: 1 };
        if engine.book().payable_statements(self.finance.scope, self.program, first).await?.is_empty() {
            return Ok(None);
        }
        let Some(batch) = self.submit(engine, rail).await? else { return Ok(None) };
        payouts::transition(engine, &self.owner, batch, &BatchStep::Approve).await?;
        payouts::transition(engine, &self.finance, batch, &BatchStep::HandOver(Handing::File)).await?;
        Ok(Some(batch))
    }

    /// Collects what is due into a batch that waits for the owner.
    pub(super) async fn submit(&self, engine: &Engine, rail: MethodKind) -> Result<Option<BatchId>, Error> {
        let input = BatchInput {
            program: self.program,
            rail,
            due_until: Some(Day::of(engine.now()).plus_days(DUE_WITHIN_DAYS)),
            execution_day: None,
            only: Vec::new(),
            except: Vec::new(),
        };
        let batch = payouts::create(engine, &self.finance, &input).await?.value;
        let step = match batch.transfers {
            0 => BatchStep::Cancel { reason: "Nobody is paid in this way".to_owned() },
            _ => BatchStep::Submit,
        };
        payouts::transition(engine, &self.finance, batch.id, &step).await?;
        Ok((batch.transfers > 0).then_some(batch.id))
    }

    /// The bank paid all but one, whose account was closed.
    async fn tell(&self, engine: &Engine, batch: BatchId, on: Day) -> Result<(), Error> {
        let query = ListOf::<Transfer>::new(PARTNERS.len()).only(TransferColumn::BATCH_ID, batch);
        let transfers: Vec<Transfer> = list_of(engine.book(), self.finance.scope, &query).await?;
        let smallest = transfers.iter().min_by_key(|transfer| (transfer.amount.amount, transfer.id));
        let failed = smallest.filter(|_| transfers.len() > 1).map(|transfer| transfer.id);
        let told = (1..).zip(&transfers).map(|(row, transfer)| OutcomeInput {
            row,
            payment: transfer.end_to_end_id(),
            outcome: if Some(transfer.id) == failed {
                Outcome::Failed { reason: "The account is closed".to_owned() }
            } else {
                Outcome::Settled { debited: None }
            },
            on: Some(on),
            of_all: false,
        });
        let outcomes: Vec<_> = told.collect();
        payouts::record_outcomes(engine, &self.finance, batch, (&outcomes, OutcomeSource::Csv)).await?;
        Ok(())
    }
}

fn is_payday(today: Day) -> bool {
    today.days_since(Day::of(today.start().month().start())) == PAYDAY - 1
}

/// A member of the team at work: batches are made by one and approved by another.
async fn member(engine: &Engine, role: Role) -> Result<Permit<WritePayouts>, Error> {
    let proof = Proof::Password { email: email_of(role), password: PASSWORD.to_owned() };
    let origin = Origin::default();
    let input = LogIn { proof, code: None, origin: origin.clone(), agent: None };
    let session = people::log_in(engine, &input).await?.1;
    let signed_in = people::signed_in(engine, &session.text, origin).await?;
    let permit = people::enter_workspace(engine, &signed_in, None, Mode::Live).await?.permit()?;
    // Nobody sits before these.
    people::end_session(engine, &signed_in, signed_in.session().id).await?;
    Ok(permit)
}
