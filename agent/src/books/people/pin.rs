//! A PIN's hash: made, kept, compared. Slow on purpose; never inside a transaction.

use std::fmt;

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use catlink_shared::pin::Pin;

/// The argon2id hash of a PIN, in its own text form (PHC). It prints as stars.
#[derive(Clone, PartialEq, Eq)]
pub struct Hash(String);

impl Hash {
    /// As it was kept.
    pub(super) const fn kept(text: String) -> Self {
        Self(text)
    }

    /// As it is kept.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hash(****)")
    }
}

/// The hash of a PIN, with the parameters OWASP names for argon2id (19 MiB, 2 passes).
///
/// # Errors
/// The system has no random numbers or no memory to give.
pub fn hash(pin: &Pin) -> Result<Hash, argon2::password_hash::Error> {
    hash_with(pin, Params::default())
}

/// The same for a demo, whose PINs stand on the screen: quick.
///
/// # Errors
/// As [`hash`].
pub fn demo_hash(pin: &Pin) -> Result<Hash, argon2::password_hash::Error> {
    let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None)?;
    hash_with(pin, params)
}

fn hash_with(pin: &Pin, params: Params) -> Result<Hash, argon2::password_hash::Error> {
    let salt = SaltString::generate(&mut OsRng);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(Hash(argon2.hash_password(pin.expose().as_bytes(), &salt)?.to_string()))
}

/// Whether a hash is this PIN's. One that cannot be read is nobody's.
#[must_use]
pub fn is_pin_of(pin: &Pin, hash: &Hash) -> bool {
    let Ok(parsed) = PasswordHash::new(&hash.0) else { return false };
    pin.is_well_formed() && Argon2::default().verify_password(pin.expose().as_bytes(), &parsed).is_ok()
}
