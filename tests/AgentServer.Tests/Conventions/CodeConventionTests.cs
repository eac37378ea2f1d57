using System.Reflection;
using TokenVaultAgent.Sandbox.Hosting;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Tests.Conventions;

/// <summary>Rules of the code that no compiler checks.</summary>
public sealed class CodeConventionTests
{
    private static readonly Assembly Server = typeof(AgentServerHost).Assembly;
    private static readonly Assembly Tools = typeof(Scopes).Assembly;

    [Fact]
    public void What_ships_knows_nothing_of_the_sandbox()
    {
        var sandbox = typeof(SandboxProduct).Assembly.GetName().Name;

        Assert.All(new[] { Server, Tools }, assembly =>
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name == sandbox));
    }

    [Fact]
    public void Tools_know_nothing_of_the_web_server()
    {
        // Data Protection has the name only.
        Assert.DoesNotContain(
            Tools.GetReferencedAssemblies().Select(reference => reference.Name!),
            name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && !name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal));
    }

    [Fact]
    public void Classes_are_sealed()
    {
        var open = Types().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsInheritedHere(type)
            // The Razor compiler writes its classes open.
            && !type.IsAssignableTo(typeof(Microsoft.AspNetCore.Components.ComponentBase)));

        Assert.Empty(open.Select(type => type.FullName));
    }

    [Fact]
    public void Asynchronous_methods_say_so_and_take_their_cancellation_last()
    {
        var methods = Types().SelectMany(type => type.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)).Where(IsAsynchronous).ToList();

        Assert.NotEmpty(methods);
        Assert.All(methods, method =>
        {
            Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
            var place = Array.FindIndex(method.GetParameters(), p => p.ParameterType == typeof(CancellationToken));
            Assert.True(place < 0 || place == method.GetParameters().Length - 1, $"{method.DeclaringType}.{method.Name}");
        });
    }

    [Fact]
    public void Tokens_and_secrets_print_as_redacted()
    {
        var subject = new SubjectToken("secret-subject", SubjectTokenType.AccessToken);
        var provider = new ProviderToken("secret-provider", grantedScopes: null, DateTimeOffset.MaxValue);
        var options = new Auth0Options { ClientSecret = "secret-client", PrivateKey = "secret-key" };

        Assert.All(new object[] { subject, provider, options }, value =>
            Assert.DoesNotContain("secret", $"{value}", StringComparison.Ordinal));
    }

    private static IEnumerable<Type> Types() => Server.GetTypes().Concat(Tools.GetTypes()).Where(type =>
        type.Namespace?.StartsWith("TokenVaultAgent", StringComparison.Ordinal) is true
        && !type.Namespace.EndsWith("Migrations", StringComparison.Ordinal)
        && !type.Name.Contains('<', StringComparison.Ordinal));

    private static bool IsInheritedHere(Type type) => Types().Any(other => other.BaseType is { } parent
        && (parent == type || (parent.IsGenericType && type.IsGenericTypeDefinition && parent.GetGenericTypeDefinition() == type)));

    // What overrides or implements the framework's own has the framework's name.
    private static bool IsAsynchronous(MethodInfo method) =>
        (typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType == typeof(ValueTask)
            || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        && !method.IsVirtual && !method.Name.Contains('<', StringComparison.Ordinal);
}
