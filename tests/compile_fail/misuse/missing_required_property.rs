//! What the page calls required has to be given when the body is made.

use docmill_graph::authentication::PhoneAuthenticationMethodCreatePhoneMethods as Body;

fn main() {
    let _ = Body::new("+1 2065550100");
}
