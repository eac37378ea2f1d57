using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Sandbox.Auth0.Stores;

/// <summary>The tenant's Actions, bound or not, deployed or not, and the order in which logins run them.</summary>
internal sealed class LoginActions(Lock gate)
{
    public Store<TenantAction> Actions { get; } = new(gate, action => action.Id);

    /// <summary>Of the post-login trigger, in order.</summary>
    public Store<ActionBinding> Bindings { get; } = new(gate, binding => binding.Id);

    /// <summary>What logins run.</summary>
    public IReadOnlyList<PostLoginAction> Running
    {
        get
        {
            lock (gate) return [.. Bindings.All.Select(b => Actions.Find(a => a.Id == b.ActionId)?.Deployed).OfType<PostLoginAction>()];
        }

        set
        {
            lock (gate)
            {
                var actions = value.Select(TenantAction.Of).ToList();
                Actions.Replace(actions);
                Bindings.Replace(actions.Select(action => new ActionBinding(Tenant.NewId("bind_"), action.Id, action.Name)));
            }
        }
    }

    /// <summary>It is bound no longer either.</summary>
    public void Remove(TenantAction action)
    {
        lock (gate)
        {
            Bindings.Remove(b => b.ActionId == action.Id);
            Actions.Remove(a => a.Id == action.Id);
        }
    }
}
