import Testing

@testable import Shadows

@Suite struct ShadowsTests {}
