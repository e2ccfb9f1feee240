internal import PublishedGateways

/// Surroundings in which nobody answers; all random numbers are one.
final class QuietSurroundings: Surroundings {
    func answer(to call: OutgoingCall) -> CallAnswer { .unreachable }

    func uniqueID() -> String { "00000000-0000-4000-8000-000000000000" }
}
