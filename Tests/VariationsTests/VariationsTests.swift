import Testing

@testable import Variations

@Suite struct VariationsTests {}
