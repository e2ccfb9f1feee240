/// The rule that an update has to help by: stateless, in integers, without an exception.
package enum LossGate {
    /// 1000·L(new) < 999·L(base).
    ///
    /// **Bounds:** losses of 0 to 2^53.
    package static func passes(before: Int64, after: Int64) -> Bool { 1_000 * after < 999 * before }
}
