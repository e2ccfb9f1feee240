/// Steps that only the published rules have.
package enum PublishedOperation: Sendable {
}
