//! Tells cargo that the crate holds the built web app, so that it is compiled anew when that changes.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
