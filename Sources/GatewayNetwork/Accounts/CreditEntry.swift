/// A credit that the treasury gave.
struct CreditEntry {
    let bytes: [UInt8]
    /// The payment's name, which no other credit has.
    let payment: String
    /// The user's key, in base64.
    let user: String
    /// The units: 1 to 2^53.
    let amount: Int
}
