import Testing

@testable import Arbitration

@Suite struct ArbitrationTests {}
