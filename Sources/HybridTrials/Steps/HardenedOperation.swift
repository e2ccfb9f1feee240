/// Steps that only the hardened rules have.
package enum HardenedOperation: Sendable {
}
