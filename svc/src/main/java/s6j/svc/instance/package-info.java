/** Instances of a service, and the scan directories and user trees that are made for them. */
package s6j.svc.instance;
