using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class SigningKeysTests
{
    [Fact]
    public void A_rotation_signs_with_the_key_that_was_published_before()
    {
        var keys = new SigningKeys();
        var next = keys.Published[1];

        keys.Rotate();

        Assert.Same(next, keys.Current);
    }

    [Fact]
    public void A_rotation_keeps_the_old_key_published_and_announces_another()
    {
        var keys = new SigningKeys();
        var before = keys.Published;

        keys.Rotate();

        Assert.Equal(3, keys.Published.Count);
        Assert.Contains(before[0], keys.Published);
        Assert.DoesNotContain(keys.Published[1], before);
    }

    [Fact]
    public void A_revoked_key_is_no_longer_published()
    {
        var keys = new SigningKeys();
        var revoked = keys.Current;

        keys.Rotate(revokePrevious: true);

        Assert.DoesNotContain(revoked, keys.Published);
        Assert.Equal(2, keys.Published.Count);
    }
}
