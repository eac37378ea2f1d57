namespace TokenVaultAgent.Sandbox.Tests;

public sealed class ScaffoldTests
{
    [Fact]
    public void The_test_runner_works() => Assert.Equal(4, 2 + 2);
}
