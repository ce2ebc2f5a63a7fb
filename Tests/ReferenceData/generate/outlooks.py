"""Forecast laws of the log change of a price; closed form, so that another implementation can agree to 1e-6.
drift part over h years: N(d h, s_d^2 h^2 + q^2 min(h,D)^2): error of the drift, and a market cycle that lasts D years."""
import numpy as np
from scipy import stats
from scipy.special import ndtr
def drift_part(d,sd,q,D,h): return d*h,(sd*h)**2+(q*min(h,D))**2
def mix_cdf(y,w,mu,sd):
    y=np.asarray(y,float)[...,None]; s=np.where(sd>0,sd,1.)
    return np.sum(w*np.where(sd>0,ndtr((y-mu)/s),(y>=mu)*1.),-1)
def mix_ppf(p,w,mu,sd,it=64):
    """smallest y with F(y) >= p, by bisection"""
    p=np.asarray(p,float); w,mu,sd=map(np.asarray,(w,mu,sd))
    lo=np.full(p.shape,(mu-10*sd).min()-1e-12); hi=np.full(p.shape,(mu+10*sd).max()+1e-12)
    for _ in range(it):
        m=.5*(lo+hi); f=mix_cdf(m,w,mu,sd)>=p; hi=np.where(f,m,hi); lo=np.where(f,lo,m)
    # an atom at 0 is met exactly
    return np.where(np.abs(hi)<1e-9,0.,hi)
def law_walk(d,sd,q,D,s,h):
    m,v=drift_part(d,sd,q,D,h)
    return np.array([1.]),np.array([m]),np.array([np.sqrt(s*s*h+v)])
def law_listed(d,sd,q,D,s,lam,shape,h,nmax=80):
    """a list price that changes N times, N negative binomial (rate ~ Gamma(shape, mean lam)); mean and variance of a change fit the walk's"""
    n=np.arange(nmax+1); b=shape/lam; w=stats.nbinom.pmf(n,shape,b/(b+h)); w=w/w.sum()
    m,v=drift_part(d,sd,q,D,h); r=n/(lam*h)
    return w,r*m,np.sqrt(n*s*s/lam+r*r*v)
K=199; P199=(np.arange(1,K+1)-.5)/K
def pin(q,x,p): return np.where(x>=q,p*(x-q),(1-p)*(q-x))
def crps_q(q,x,p=P199): return 2*np.mean(pin(q,x,p))
def rand_cover(Fl,Fu,a=.1,b=.9):
    return max(0.,min(Fu,b)-max(Fl,a))/(Fu-Fl) if Fu-Fl>1e-12 else float(a<=Fu<=b)
